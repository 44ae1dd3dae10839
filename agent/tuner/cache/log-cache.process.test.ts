import { execFile, execFileSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { makeRevoke, recordLine } from "../../../core/imaging/record/record.ts";
import { aRating, aRun } from "../../../core/imaging/record/test-records.ts";
import { LogCollector } from "../../../core/tuning/reading/collector.ts";
import { joinLog } from "../../../core/tuning/reading/join.ts";
import { collectLog } from "../collect-log.ts";
import { LogCache } from "./log-cache.ts";
import { withLogCache } from "./with-log-cache.ts";

const LABEL = "color-photo";
const uuid = (n: number) => `019ad000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
const hash = (n: number) => n.toString(16).padStart(64, "0");
const runLine = (n: number, over: Partial<ReturnType<typeof aRun>> = {}) =>
  `${recordLine(aRun({ run_id: uuid(n), input_blake3: hash(n >> 1), ts_unix_ms: 1000 + n, ...over }))}\n`;
const ratingLine = (n: number, over: Partial<ReturnType<typeof aRating>> = {}) =>
  `${recordLine(aRating({ run_id: uuid(n), input_blake3: hash(n >> 1), event_id: uuid(1_000_000 + n), ts_unix_ms: 2000 + n, ...over }))}\n`;
const lineOf = (n: number, score: number) => `${runLine(n)}${ratingLine(n, { score })}`;
/** A rating of the older tool, which finds the last run of its input. */
const v1Rating = (n: number, atMs: number) =>
  `${JSON.stringify({ kind: "rating", ts_unix_ms: atMs, input_blake3: hash(n >> 1), score: 2 })}\n`;
const BAD = "no json\n";
const LATE = 800_000;
const folder = mkdtempSync(join(tmpdir(), "espalier-log-cache-"));
const original = join(folder, "original.ndjson");
const log = join(folder, "log.ndjson");
const cache = `${log}.tuner-cache`;

beforeAll(() => {
  const parts = [BAD, ratingLine(LATE), v1Rating(8, 1_000_000)];
  for (let n = 0, length = 0; length < 17 * 1024 * 1024; n += 1) {
    const part = n % 5 === 0 ? `${runLine(n, { class: "receipt" })}${ratingLine(n)}` : lineOf(n, 1 + (n % 5));
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

/** What a log says, of the log alone or by way of what a tune kept, with what is said on stderr. */
async function read(use: "none" | "read" | "write", label: string | null = LABEL) {
  const told: string[] = [];
  const found: unknown[] = [];
  const take = async (kept: LogCache | null, err: (text: string) => void) => {
    const { log: collected, counts } = await collectLog({ path: log, class: label, cache: kept }, { err });
    const { runs, scores } = collected;
    const joined = joinLog(collected, "run");
    const named = joined.scores.map(({ run, rater, ...score }) => [
      runs.names.textOf(runs.name.at(run)),
      runs.sets.textOf(runs.set.at(run)),
      scores.raters.textOf(rater),
      score,
    ]);
    found.push({ ...joined, scores: named, counts });
    return 0;
  };
  const io = { out: () => undefined, err: (text: string) => void told.push(text) };
  if (use === "none") await take(null, io.err);
  else await withLogCache({ writes: use === "write", io }, (kept, said) => take(kept, said.err));
  return { found, told };
}

/** Where a tune of the class would go on from, null when it would read everything. */
async function keptPlace(label = LABEL) {
  const file = await open(log);
  const kept = new LogCache({ reads: true, writes: false });
  try {
    return kept.read({ path: log, class: label }, file)?.place ?? null;
  } finally {
    kept.close();
    await file.close();
  }
}

test("H9 TU6 a log that only grew is read from where the last tune stopped, with the same result and warnings", async () => {
  await tunedLog();
  const place = await keptPlace();
  expect(place?.offset).toBe(statSync(log).size);
  appendFileSync(log, `${lineOf(900_000, 5)}${BAD}{"kind":"ra`);
  expect(await keptPlace()).toEqual(place);
  const grown = await read("read");
  expect(grown).toEqual(await read("none"));
  expect(grown.found).toEqual([expect.objectContaining({ counts: expect.objectContaining({ skipped: 3 }) })]);
  expect(statSync(cache).mode & 0o777).toBe(0o600);
});

test.each([
  ["a revoke of an answer that was kept", revokeLine(7)],
  ["a revoke of somebody else", `${revokeLine(7, { rater_id: "nobody" })}${lineOf(900_004, 1)}`],
  ["the run that a kept rating waited for", runLine(LATE)],
  ["a second word of the same person", ratingLine(7, { score: 1, event_id: uuid(2_000_000), ts_unix_ms: 9_000_000 })],
  ["a second word that is older than the first", ratingLine(7, { score: 1, event_id: uuid(2_000_000), ts_unix_ms: 5 })],
  ["a run that the log has already", runLine(7, { work_long_side: 7 })],
  [
    "a later run of an input that a nameless rating means",
    runLine(700_000, { input_blake3: hash(4), ts_unix_ms: 999_999 }),
  ],
  ["a nameless rating of a run that was kept", v1Rating(12, 1_000_000)],
  ["a rating of another class", ratingLine(5)],
  ["a rating of no run at all", ratingLine(LATE + 1)],
])("H9 TU6 what was kept goes with %s", async (_title, tail) => {
  await tunedLog();
  const before = await read("read");
  appendFileSync(log, tail);
  expect(await keptPlace()).not.toBeNull();
  const grown = await read("read");
  expect(grown).not.toEqual(before);
  expect(grown).toEqual(await read("none"));
});

function revokeLine(n: number, over: { rater_id?: string } = {}): string {
  const revoke = { revokes: uuid(1_000_000 + n), event_id: uuid(3_000_000), ts_unix_ms: 9_000_000, rater_id: "local" };
  return `${recordLine(makeRevoke({ ...revoke, ...over }))}\n`;
}

test("IM39 a torn tail is not kept: healed by the next writer, its line is read anew", async () => {
  await tunedLog('{"kind":"rating","v":2');
  appendFileSync(log, `\n${lineOf(900_001, 4)}`);
  expect(await keptPlace()).not.toBeNull();
  expect(await read("read")).toEqual(await read("none"));
});

test.each([
  ["its class is another", () => undefined, "receipt"],
  ["a byte of the log changed in place", () => overwrite(log, 9_000_000), LABEL],
  ["a byte of the log changed in place and the log grew", () => grow(overwrite(log, 1_000)), LABEL],
  ["the log is a copy", () => copyOver(log), LABEL],
  ["the log is shorter", () => truncateSync(log, 1_000_000), LABEL],
  ["another log was written into the same file", () => writeFileSync(log, `${BAD}${readFileSync(original)}`), LABEL],
  ["a byte of its head is wrong", () => overwrite(cache, 100), LABEL],
  ["it was cut", () => truncateSync(cache, statSync(cache).size - 8), LABEL],
  ["it was cut in its head", () => truncateSync(cache, 100), LABEL],
  ["it is empty", () => truncateSync(cache, 0), LABEL],
  ["it is something else", () => writeFileSync(cache, "{}\n"), LABEL],
])("H9 what was kept is not used when %s", async (_title, change, label) => {
  await tunedLog();
  expect(await keptPlace()).not.toBeNull();
  change();
  expect(await keptPlace(label)).toBeNull();
  expect(await read("read", label)).toEqual(await read("none", label));
});

/** Another digit or letter at a place, the file as long as before. */
function overwrite(path: string, at: number): string {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  return path;
}

function grow(path: string): void {
  appendFileSync(path, lineOf(900_002, 3));
}

test("H9 where a part of what was kept turns out damaged, the log alone is read, and nothing is said twice", async () => {
  await tunedLog();
  const whole = await read("none");
  const { size } = statSync(cache);
  const kept = readFileSync(cache);
  let damaged = 0;
  for (let at = 200_000; at < size; at += Math.floor(size / 23)) {
    writeFileSync(cache, kept);
    overwrite(cache, at);
    const { found, told } = await read("read");
    expect({ found, told }).toEqual(whole);
    if ((await keptPlace()) !== null) damaged += 1;
  }
  expect(damaged).toBeGreaterThan(15);
});

test("H9 what was kept for one class serves no other, and a tune of that one replaces it", async () => {
  await tunedLog();
  for (const label of ["receipt", null, LABEL]) {
    expect(await read("write", label)).toEqual(await read("none", label));
    appendFileSync(log, lineOf(900_003, 2));
    expect(await read("read", label)).toEqual(await read("none", label));
  }
});

test("TU6 a log that was replaced while it was read leaves nothing behind", async () => {
  copyOver(original);
  const path = join(folder, "replaced.ndjson");
  copyFileSync(original, path);
  const question = { path, class: LABEL };
  const { size } = statSync(path);
  const nothing = { runs: 0, ratings: 0, pairs: 0, skipped: 0 };
  const place = { offset: size, lines: 1, earlierMs: 0 };
  const found = { collector: new LogCollector(LABEL), counts: nothing, warnings: [], place };
  for (const isReplaced of [true, false]) {
    const file = await open(path);
    const kept = new LogCache({ reads: true, writes: true });
    expect(kept.read(question, file)).toBeNull();
    if (isReplaced) {
      copyFileSync(original, `${path}.new`);
      renameSync(`${path}.new`, path);
    }
    await kept.write(question, file, found);
    await file.close();
    expect(existsSync(`${path}.tuner-cache`)).toBe(!isReplaced);
  }
});

test("TU6 a pipe is read once to its end, whatever lies beside it", async () => {
  await tunedLog();
  const pipe = join(folder, "pipe.ndjson");
  execFileSync("mkfifo", [pipe]);
  copyFileSync(cache, `${pipe}.tuner-cache`);
  const espalier = join(import.meta.dirname, "..", "..", "bin", "espalier");
  const argv = [espalier, "tuner", "tune", "--log", pipe, "--class", LABEL, "--recipe-dir", folder];
  const tuned = promisify(execFile)(process.execPath, argv, { timeout: 120_000 });
  await pipeline(createReadStream(original), createWriteStream(pipe));
  const { stderr } = await tuned;
  const runs = readFileSync(original, "latin1").split('"kind":"run"').length - 1;
  expect(stderr).toContain(`read: ${runs} runs, `);
}, 180_000);

test("TU52 TD12 a replay writes nothing down, and neither does a tune of a short log", async () => {
  copyFileSync(original, join(folder, "other.ndjson"));
  const err = () => undefined;
  const collect = (name: string, writes: boolean) =>
    collectLog({ path: join(folder, name), class: null, cache: new LogCache({ reads: true, writes }) }, { err });
  await collect("other.ndjson", false);
  writeFileSync(join(folder, "short.ndjson"), lineOf(1, 3));
  await collect("short.ndjson", true);
  for (const path of ["other.ndjson", "short.ndjson"]) {
    expect(existsSync(join(folder, `${path}.tuner-cache`))).toBe(false);
  }
});
