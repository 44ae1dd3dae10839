import { loadBlake3 } from "../../core/canonical/blake3-stream.ts";
import type { LogLine } from "../../core/imaging/record/line.ts";
import { type CollectedLog, LogCollector } from "../../core/tuning/reading/collector.ts";
import { tunerRecord } from "../../core/tuning/reading/from-line.ts";
import { QuickLines } from "../../core/tuning/reading/quick-lines.ts";
import type { TunerRecord } from "../../core/tuning/reading/record.ts";
import type { CommandIo } from "../commands/run-command.ts";
import { cannot } from "../imaging/auto/io-failure.ts";
import { readLog, skippedLineText } from "../imaging/log/read-log.ts";

export interface ReadCounts {
  readonly runs: number;
  readonly ratings: number;
  readonly pairs: number;
  readonly skipped: number;
}

/** Streams a log into columns; a bad line warns on stderr and is skipped (TU6). Throws CommandError 74. */
export async function collectLog(
  path: string,
  wantedClass: string | null,
  io: Pick<CommandIo, "err">,
): Promise<{ log: CollectedLog; counts: ReadCounts }> {
  const collector = new LogCollector(wantedClass);
  const blake3 = await loadBlake3();
  const counts = { runs: 0, ratings: 0, pairs: 0, skipped: 0 };
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
      counts.skipped += 1;
      io.err(skippedLineText(number, line.reason));
      return;
    }
    if (line.kind === "other" && line.v < 2 && line.name === "rating") {
      counts.skipped += 1;
      io.err(skippedLineText(number, "score and input hash: must be a whole number from 1 to 5 and 64 hex digits"));
    }
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
  await readLog(path, visit, quickly).catch(cannot(`${path} cannot be read`));
  return { log: collector.finish(), counts };
}

/** The last line on stderr (TU4). */
export function readLine(counts: ReadCounts, orphans: number): string {
  const { runs, ratings, pairs, skipped } = counts;
  return `read: ${runs} runs, ${ratings} ratings, ${pairs} pairs, ${orphans} orphans, ${skipped} skipped`;
}
