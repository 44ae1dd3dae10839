import { type FileHandle, open } from "node:fs/promises";
import { loadBlake3 } from "../../core/canonical/blake3-stream.ts";
import type { LogLine } from "../../core/imaging/record/line.ts";
import { type CollectedLog, LogCollector } from "../../core/tuning/reading/collector.ts";
import { tunerRecord } from "../../core/tuning/reading/from-line.ts";
import { QuickLines } from "../../core/tuning/reading/quick-lines.ts";
import type { TunerRecord } from "../../core/tuning/reading/record.ts";
import type { CommandIo } from "../commands/run-command.ts";
import { cannot } from "../imaging/auto/io-failure.ts";
import { type LogPlace, readOpenLog, skippedLineText } from "../imaging/log/read-log.ts";
import { DamagedCache } from "./cache/kept-file.ts";
import type { LogCache, ReadCounts } from "./cache/log-cache.ts";

interface LogQuestion {
  readonly path: string;
  /** Null: the runs of every class. */
  readonly class: string | null;
  /** What an earlier tune read, and where to keep it for a later one; null for a gate, which reads the log alone. */
  readonly cache: LogCache | null;
}

/** Streams a log into columns; a bad line warns on stderr and is skipped (TU6). Throws CommandError 74, and DamagedCache for `withLogCache`. */
export async function collectLog(
  question: LogQuestion,
  io: Pick<CommandIo, "err">,
): Promise<{ log: CollectedLog; counts: ReadCounts }> {
  const refused = (failure: unknown): never => {
    if (failure instanceof DamagedCache) throw failure;
    return cannot(`${question.path} cannot be read`)(failure);
  };
  const file = await open(question.path, "r").catch(refused);
  try {
    return await collectOpen(question, file, io).catch(refused);
  } finally {
    await file.close();
  }
}

async function collectOpen(question: LogQuestion, file: FileHandle, io: Pick<CommandIo, "err">) {
  const { class: wantedClass, cache } = question;
  const known = cache?.read(question, file) ?? null;
  const collector = known?.collector ?? new LogCollector(wantedClass);
  const counts = { ...(known?.counts ?? NOTHING) };
  const warnings = [...(known?.warnings ?? [])];
  for (const warning of warnings) io.err(warning);
  const warn = (text: string): void => {
    counts.skipped += 1;
    warnings.push(text);
    io.err(text);
  };
  const blake3 = await loadBlake3();
  const quick = new QuickLines(wantedClass, (text) => blake3(Buffer.from(text, "latin1")));
  const isWanted = (name: string) => wantedClass === null || name === wantedClass;
  const take = (record: TunerRecord, number: number): void => {
    if (record.kind === "run") counts.runs += 1;
    if (record.kind === "rating") counts.ratings += 1;
    if (record.kind === "pair") counts.pairs += 1;
    collector.add(record, number);
  };
  const visit = (line: LogLine, number: number, bytes: Uint8Array): void => {
    if (line.kind === "malformed") {
      warn(skippedLineText(number, line.reason));
      return;
    }
    if (line.kind === "other" && line.v < 2 && line.name === "rating") warn(skippedLineText(number, NO_RATING));
    take(
      tunerRecord(line, (name) => (isWanted(name) ? blake3(bytes) : null)),
      number,
    );
  };
  const quickly = (text: string, number: number): number | null => {
    const record = quick.read(text);
    if (record !== null) take(record, number);
    return record?.atMs ?? null;
  };
  const atLastNewline = async (place: LogPlace): Promise<void> => {
    const isMuchNew = place.offset - (known?.place.offset ?? 0) > WORTH_WRITING_BYTES;
    if (isMuchNew) await cache?.write(question, file, { collector, counts, warnings, place });
  };
  const ways = { quickly, atLastNewline, ...(known === null ? {} : { from: known.place }) };
  await readOpenLog(file, visit, ways);
  return { log: collector.finish(), counts };
}

const NOTHING: ReadCounts = { runs: 0, ratings: 0, pairs: 0, skipped: 0 };
/** So much more is read again in less time than writing everything down takes. */
const WORTH_WRITING_BYTES = 4 * 1024 * 1024;
const NO_RATING = "score and input hash: must be a whole number from 1 to 5 and 64 hex digits";

/** The last line on stderr (TU4). */
export function readLine(counts: ReadCounts, orphans: number): string {
  const { runs, ratings, pairs, skipped } = counts;
  return `read: ${runs} runs, ${ratings} ratings, ${pairs} pairs, ${orphans} orphans, ${skipped} skipped`;
}
