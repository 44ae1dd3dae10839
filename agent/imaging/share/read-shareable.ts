import type { z } from "zod";
import { canonicalJson } from "../../../core/canonical/jcs.ts";
import { SharedAnswerTrial } from "../../../core/contract/v1/image-jobs.ts";
import type { LogLine } from "../../../core/imaging/record/line.ts";
import type { RunRecord } from "../../../core/imaging/record/run.ts";
import { type StoredRun, StoredRunReader } from "../../../core/tuning/replay/stored-run.ts";
import { cannot } from "../auto/io-failure.ts";
import { readLog, skippedLineText } from "../log/read-log.ts";

/** One line of a log as the console takes it, in file order. */
export type Shareable =
  | { readonly kind: "run"; readonly record: RunRecord; readonly stored: StoredRun | null }
  | { readonly kind: "other"; readonly trial: z.infer<typeof SharedAnswerTrial> };

export interface ShareableLog {
  readonly records: readonly Shareable[];
  /** Runs and ratings of the older tool, which have no id of their own: an import takes them. */
  readonly older: number;
}

/** The runs, ratings, verdicts, skips and revokes of a log, nothing else of it (IM46); malformed lines are named on stderr. Throws CommandError 74. */
export async function readShareable(path: string, warn: (line: string) => void): Promise<ShareableLog> {
  const reader = new StoredRunReader();
  const records: Shareable[] = [];
  let older = 0;
  await readLog(path, (line, number) => {
    if (line.kind === "malformed") return warn(skippedLineText(number, line.reason));
    if ((line.kind === "run" || line.kind === "rating") && line.record === null) older += 1;
    const shareable = shareableOf(line, reader);
    if (shareable === null) return;
    if (isCanonical(shareable)) records.push(shareable);
    else warn(skippedLineText(number, "holds a text that cannot be sent (half a letter)"));
  }).catch(cannot(`${path} cannot be read`));
  return { records, older };
}

/** The outbox keeps canonical JSON, which cannot hold every text that a log can. */
function isCanonical(shareable: Shareable): boolean {
  try {
    canonicalJson(shareable.kind === "run" ? shareable.record : shareable.trial.record);
    return true;
  } catch {
    return false;
  }
}

function shareableOf(line: Exclude<LogLine, { kind: "malformed" }>, reader: StoredRunReader): Shareable | null {
  if (line.kind === "other" || line.record === null) return null;
  if (line.kind === "run") {
    const read = reader.read(line);
    const { input_path: _path, ...record } = line.record;
    return { kind: "run", record, stored: read.kind === "run" ? read.run : null };
  }
  const trial = SharedAnswerTrial.safeParse({ record: line.record });
  return trial.success ? { kind: "other", trial: trial.data } : null;
}
