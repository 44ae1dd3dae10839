import { z } from "zod";
import { LOCAL_RATER, RatingRecord } from "../../../core/imaging/record/events.ts";
import { CommandError } from "../../commands/command-error.ts";
import type { Environment } from "../../host/environment.ts";

export type RateOptions = Readonly<Record<string, string | boolean | undefined>>;

export interface RateFlags {
  readonly score: number;
  readonly logPath: string;
  readonly notes: string | null;
  readonly runId: string | null;
  readonly raterId: string;
  readonly wantsJson: boolean;
}

const { rater_id: RaterId } = RatingRecord.shape;

const textOf = (options: RateOptions, name: string): string | null => {
  const value = options[name];
  return typeof value === "string" && value !== "" ? value : null;
};

/** The flags of `image rate`. Throws CommandError: 64 for a flag, 1 for a score that is no whole number 1…5 (IM70). */
export function rateFlags(options: RateOptions, environment: Environment): RateFlags {
  const score = textOf(options, "score");
  const logPath = textOf(options, "record");
  if (score === null) throw usage("--score is missing: a whole number from 1 (bad) to 5 (excellent)");
  if (logPath === null) throw usage("--record is missing: the log the rating is appended to");
  const runId = textOf(options, "runId");
  if (runId !== null && !z.uuid().safeParse(runId).success) throw usage("--run-id must be the id of a run, a UUID");
  const raterId = textOf(options, "rater") ?? environment["ESPALIER_RATER"] ?? LOCAL_RATER;
  if (!RaterId.safeParse(raterId).success) throw usage("--rater must have at most 200 characters");
  const notes = textOf(options, "notes");
  if (!/^[1-5]$/.test(score)) {
    throw new CommandError("answer_is_no", `--score ${score} is no whole number from 1 to 5; nothing was recorded`, {
      fix: "give 1 bad, 2 poor, 3 fair, 4 good or 5 excellent",
    });
  }
  return { score: Number(score), logPath, notes, runId, raterId, wantsJson: options["json"] === true };
}

const usage = (message: string) => new CommandError("usage", message, { fix: "espalier image rate --help" });
