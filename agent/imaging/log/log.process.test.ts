import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LogLine } from "../../../core/imaging/record/line.ts";
import { recordLine } from "../../../core/imaging/record/record.ts";
import { aRating, aRun } from "../../../core/imaging/record/test-records.ts";
import { openFeedbackLog } from "./append-log.ts";
import { readLog, skippedLineText } from "./read-log.ts";

const fixtures = join(import.meta.dirname, "../../test/fixtures");
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "espalier-log-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function linesOf(path: string): Promise<(readonly [number, LogLine])[]> {
  const lines: (readonly [number, LogLine])[] = [];
  await readLog(path, (line, number) => void lines.push([number, line]));
  return lines;
}

const kindsOf = async (path: string) => (await linesOf(path)).map(([, { kind }]) => kind);

async function appendTo(path: string, ...records: Parameters<typeof recordLine>[0][]): Promise<void> {
  const log = await openFeedbackLog(path);
  await Promise.all(records.map((record) => log.append(record)));
  await log.close();
}

test("IMB11 eight writer processes of 1,000 records leave 8,000 good lines", { timeout: 300_000 }, async () => {
  const path = join(folder, "eight.ndjson");
  const writers = Array.from({ length: 8 }, (_, index) =>
    spawn(process.execPath, [join(fixtures, "log-writer.ts"), path, `rater-${index}`, "1000"], { stdio: "inherit" }),
  );
  const codes = await Promise.all(writers.map(async (writer) => (await once(writer, "exit"))[0]));
  expect(codes).toEqual(Array(8).fill(0));
  const next = new Map<string, number>();
  for (const [, line] of await linesOf(path)) {
    if (line.kind !== "event" || line.record.kind !== "revoke") throw new Error(JSON.stringify(line));
    const { rater_id: rater, ts_unix_ms: at } = line.record;
    expect(at).toBe(next.get(rater) ?? 0);
    next.set(rater, at + 1);
  }
  expect([...next.values()]).toEqual(Array(8).fill(1000));
});

test("IMB11 IM40 a writer killed in mid-write costs at most one line, and the next record is intact", {
  timeout: 300_000,
}, async () => {
  const path = join(folder, "killed.ndjson");
  for (let round = 0; round < 5; round += 1) {
    const writer = spawn(process.execPath, [join(fixtures, "log-writer-endless.ts"), path], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(writer.stdout, "data");
    writer.kill("SIGKILL");
    await once(writer, "exit");
    await appendTo(path, aRun({ host_id: `after-${round}` }));
  }
  const lines = await linesOf(path);
  const after = lines.flatMap(([, line]) => (line.kind === "run" ? [line.record?.host_id] : []));
  expect(after).toEqual(["after-0", "after-1", "after-2", "after-3", "after-4"]);
  expect(lines.filter(([, { kind }]) => kind === "malformed").length).toBeLessThanOrEqual(5);
});

test("IMB11 a record of 2 MB is intact", async () => {
  const path = join(folder, "large.ndjson");
  const large = aRun({
    signals: Object.fromEntries(
      Array.from({ length: 80_000 }, (_, index) => [`signal_of_a_long_name_${index}`, index]),
    ),
  });
  expect(recordLine(large).length).toBeGreaterThan(2_000_000);
  await appendTo(path, aRating(), large, aRating());
  expect((await linesOf(path)).map(([, line]) => ("record" in line ? line.record : line.kind))).toEqual([
    aRating(),
    large,
    aRating(),
  ]);
});

test("TC6 IM39 a torn last line is counted once, every record before it is read, and the next append stays intact", async () => {
  const path = join(folder, "torn.ndjson");
  await appendTo(path, aRun(), aRating());
  await appendFile(path, recordLine(aRating()).slice(0, 60));
  expect(await kindsOf(path)).toEqual(["run", "rating", "malformed"]);
  await appendTo(path, aRating({ score: 2 }));
  const lines = await linesOf(path);
  expect(lines.at(-1)).toEqual([4, expect.objectContaining({ kind: "rating", score: 2 })]);
  expect(lines.map(([, { kind }]) => kind)).toEqual(["run", "rating", "malformed", "rating"]);
});

test("TC2 each append is exactly one line more", async () => {
  const path = join(folder, "lines.ndjson");
  for (let count = 1; count <= 3; count += 1) {
    await appendTo(path, aRating({ notes: "line\none" }));
    expect((await readFile(path, "utf8")).split("\n")).toHaveLength(count + 1);
  }
});

test("IM41 bad lines in the middle are named by number and never end the reading", async () => {
  const path = join(folder, "bad.ndjson");
  await writeFile(path, `${recordLine(aRun())}\n\n{broken\n${"x".repeat(4_194_400)}\n${recordLine(aRating())}\n`);
  const lines = await linesOf(path);
  expect(lines.map(([number, { kind }]) => [number, kind])).toEqual([
    [1, "run"],
    [3, "malformed"],
    [4, "malformed"],
    [5, "rating"],
  ]);
  expect(skippedLineText(4, "longer than 4 MiB")).toBe("warning: line 4 skipped: longer than 4 MiB");
});

test("IM41 every line keeps its number and bytes wherever the file is cut for reading", async () => {
  const path = join(folder, "cut.ndjson");
  const sizes = [0, 1, 65_535, 65_536, 65_537, 3_000_000, 5, 1_048_575, 1_048_576, 4_194_304, 4_194_305, 7, 200_000];
  const texts = sizes.map((size, index) => `${index} `.padEnd(size, "x").slice(0, size));
  await writeFile(path, `${texts.join("\n")}\n{"kind":"note"}`);
  const seen: (readonly [number, number, string])[] = [];
  await readLog(path, (_line, number, bytes) => {
    seen.push([number, bytes.length, Buffer.from(bytes.subarray(0, 2)).toString("latin1").trim()]);
  });
  const expected = texts.flatMap((text, index) => {
    if (text === "") return [];
    return [text.length > 4_194_304 ? [index + 1, 0, ""] : [index + 1, text.length, text.slice(0, 2).trim()]];
  });
  expect(seen).toEqual([...expected, [texts.length + 1, 15, '{"']]);
  const quick: number[] = [];
  const quickly = (_text: string, number: number) => {
    quick.push(number);
    return number % 2 === 0 ? 0 : null;
  };
  await readLog(path, (_line, number) => void quick.push(-number), { quickly });
  const taken = quick.filter((number) => number > 0);
  expect(taken).toEqual([...taken].sort((left, right) => left - right));
});
