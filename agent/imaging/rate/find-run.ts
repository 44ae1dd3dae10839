import type { RunLine } from "../../../core/imaging/record/line.ts";
import { readLog, skippedLineText } from "../log/read-log.ts";

export interface RunQuestion {
  readonly logPath: string;
  readonly inputBlake3: string;
  /** Null asks for the newest run of the input that is no replay, which no rating of counts (TU54). */
  readonly runId: string | null;
}

export type FoundRun =
  | { readonly kind: "run"; readonly runId: string; readonly outputBlake3: string }
  /** The newest run of the input is a line of the older tool, which has no id (IM70). */
  | { readonly kind: "older_run" }
  | { readonly kind: "none" };

/** The run a rating is about: the named one, else the newest of that input. Skips malformed lines aloud; rejects when the log cannot be read. */
export async function findRun(question: RunQuestion, warn: (line: string) => void): Promise<FoundRun> {
  let newest: RunLine | null = null;
  await readLog(question.logPath, (line, number) => {
    if (line.kind === "malformed") warn(skippedLineText(number, line.reason));
    if (line.kind !== "run" || line.inputBlake3 !== question.inputBlake3) return;
    const isAsked =
      question.runId === null ? line.record?.replay_of === undefined : line.record?.run_id === question.runId;
    if (!isAsked) return;
    if (newest === null || line.atMs >= newest.atMs) newest = line;
  }).catch((failure: unknown) => {
    if (!isMissing(failure)) throw failure;
  });
  return answerOf(newest);
}

function answerOf(line: RunLine | null): FoundRun {
  if (line === null) return { kind: "none" };
  if (line.record === null) return { kind: "older_run" };
  return { kind: "run", runId: line.record.run_id, outputBlake3: line.record.output_blake3 };
}

/** A log that is not there yet has no runs; the rating starts it. */
const isMissing = (failure: unknown): boolean =>
  failure instanceof Error && "code" in failure && failure.code === "ENOENT";
