import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { recordLine } from "../../../core/imaging/record/record.ts";
import { aRating, aRun } from "../../../core/imaging/record/test-records.ts";
import { joinLog } from "../../../core/tuning/reading/join.ts";
import { collectLog } from "../collect-log.ts";
import { readCache } from "./log-cache.ts";

const uuid = (n: number) => `019ad000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
const lineOf = (n: number, score: number) =>
  `${recordLine(aRun({ run_id: uuid(n), ts_unix_ms: 1000 + n }))}\n${recordLine(
    aRating({ run_id: uuid(n), event_id: uuid(1_000_000 + n), ts_unix_ms: 2000 + n, score }),
  )}\n`;
const BAD = "no json\n";
const folder = mkdtempSync(join(tmpdir(), "espalier-log-cache-"));
const original = join(folder, "original.ndjson");
const log = join(folder, "log.ndjson");
const cache = `${log}.tuner-cache`;

beforeAll(() => {
  const parts = [BAD];
  for (let n = 0, length = 0; length < 17 * 1024 * 1024; n += 1) {
    const part = lineOf(n, 1 + (n % 5));
    parts.push(part);
    length += part.length;
  }
  writeFileSync(original, parts.join(""));
});

/** Another file of the same bytes takes its place. */
function copyOver(from: string): void {
  copyFileSync(from, `${log}.new`);
  renameSync(`${log}.new`, log);
}

/** A new file with the original's lines, tuned once. */
async function tunedLog(tail = ""): Promise<void> {
  copyOver(original);
  appendFileSync(log, tail);
  await read("write");
}

/** What is read of the log, with what it says on stderr. */
async function read(use: "none" | "read" | "write") {
  const told: string[] = [];
  const { log: collected, counts } = await collectLog(
    { path: log, class: "color-photo", cache: use },
    { err: (text) => void told.push(text) },
  );
  const { scores, orphans } = joinLog(collected, "run");
  return { scores, orphans, counts, told };
}

test("H9 TU6 a log that only grew is read from where the last tune stopped, with the same result and warnings", async () => {
  await tunedLog();
  const place = readCache(log, "color-photo")?.place;
  expect(place?.offset).toBe(statSync(log).size);
  appendFileSync(log, `${lineOf(900_000, 5)}${BAD}{"kind":"ra`);
  expect(readCache(log, "color-photo")?.place).toEqual(place);
  const grown = await read("read");
  expect(grown).toEqual(await read("none"));
  expect(grown.counts.skipped).toBe(3);
  expect(readFileSync(cache).length).toBeGreaterThan(1_000_000);
});

test("IM39 a torn tail is not kept: healed by the next writer, its line is read anew", async () => {
  await tunedLog('{"kind":"rating","v":2');
  appendFileSync(log, `\n${lineOf(900_001, 4)}`);
  expect(readCache(log, "color-photo")).not.toBeNull();
  expect(await read("read")).toEqual(await read("none"));
});

test.each([
  ["its class is another", () => undefined, "receipt"],
  ["a byte of the log changed in place", () => overwrite(log, 1_000), "color-photo"],
  ["the log is a copy", () => copyOver(log), "color-photo"],
  ["the log is shorter", () => writeFileSync(log, readFileSync(original).subarray(0, 1_000_000)), "color-photo"],
  ["a byte of it is wrong", () => overwrite(cache, 900_000), "color-photo"],
  ["it was cut", () => writeFileSync(cache, readFileSync(cache).subarray(0, -8)), "color-photo"],
  ["it is something else", () => writeFileSync(cache, "{}\n"), "color-photo"],
])("H9 what was kept is not used when %s", async (_title, change, label) => {
  await tunedLog();
  expect(readCache(log, "color-photo")).not.toBeNull();
  change();
  expect(readCache(log, label)).toBeNull();
  expect(await read("read")).toEqual(await read("none"));
});

/** Another digit or letter at a place, the file as long as before. */
function overwrite(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

test("TU52 TD12 a replay writes nothing down, and neither does a tune of a short log", async () => {
  copyFileSync(original, join(folder, "other.ndjson"));
  await collectLog({ path: join(folder, "other.ndjson"), class: null, cache: "read" }, { err: () => undefined });
  const short = join(folder, "short.ndjson");
  writeFileSync(short, lineOf(1, 3));
  await collectLog({ path: short, class: null, cache: "write" }, { err: () => undefined });
  for (const path of ["other.ndjson", "short.ndjson"]) {
    expect(() => statSync(join(folder, `${path}.tuner-cache`))).toThrow("ENOENT");
  }
});
