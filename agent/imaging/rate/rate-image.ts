import { makeRating } from "../../../core/imaging/record/record.ts";
import type { CommandIo } from "../../commands/run-command.ts";
import { appendRecord } from "../auto/append-record.ts";
import { cannot, requireFile } from "../auto/io-failure.ts";
import { blake3OfFile } from "../hash.ts";
import { type FoundRun, findRun } from "./find-run.ts";
import type { RateFlags } from "./rate-flags.ts";

export interface RateWorld {
  readonly nowMs: number;
  readonly eventId: string;
}

/** `espalier image rate`: one rating of one run, appended to the log (IM70). Returns the exit code. */
export async function rateImage(input: string, flags: RateFlags, at: RateWorld & { io: CommandIo }): Promise<number> {
  const { io } = at;
  await requireFile(input);
  const inputBlake3 = await blake3OfFile(input).catch(cannot(`${input} cannot be read`));
  const { logPath } = flags;
  const found = await findRun({ logPath, inputBlake3, runId: flags.runId }, io.err).catch(
    cannot(`${logPath} cannot be read`),
  );
  if (found.kind === "none") io.err(`warning: no run for this input in ${logPath}`);
  const rating = ratingOf(inputBlake3, found, { ...at, flags });
  await appendRecord(logPath, rating);
  io.out(flags.wantsJson ? JSON.stringify(rating) : `${inputBlake3}\t${flags.score}\t${rating.run_id ?? "-"}`);
  return 0;
}

/** A run named by its id is named in the rating even when this log does not hold it: it may come by import. */
function ratingOf(inputBlake3: string, found: FoundRun, { flags, nowMs, eventId }: RateWorld & { flags: RateFlags }) {
  const runId = found.kind === "run" ? found.runId : flags.runId;
  return makeRating({
    ts_unix_ms: nowMs,
    event_id: eventId,
    input_blake3: inputBlake3,
    score: flags.score,
    ...(flags.notes === null ? {} : { notes: flags.notes }),
    ...(runId === null ? {} : { run_id: runId }),
    ...(found.kind === "run" ? { output_blake3: found.outputBlake3 } : {}),
    rater_id: flags.raterId,
    blind: false,
  });
}
