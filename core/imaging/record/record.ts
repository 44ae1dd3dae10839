import { z } from "zod";
import { CorrectionRecord, PairRecord, PromotionRecord, RatingRecord, RevokeRecord, SkipRecord } from "./events.ts";
import { RunErrorRecord, RunRecord } from "./run.ts";

/** Every kind of images.md 6.1, as a v2 writer writes it. */
export const LogRecord = z.discriminatedUnion("kind", [
  RunRecord,
  RatingRecord,
  PairRecord,
  SkipRecord,
  RevokeRecord,
  CorrectionRecord,
  RunErrorRecord,
  PromotionRecord,
]);
export type LogRecord = z.infer<typeof LogRecord>;

type Fields<T> = Omit<T, "kind" | "v">;

/** The constructor of a kind: it sets `kind` and `v`, whatever the caller's object holds (IM71). Throws ZodError. */
function constructorOf<T>(schema: z.ZodType<T>, kind: string): (fields: Fields<T>) => T {
  return (fields) => schema.parse({ ...fields, kind, v: 2 });
}

export const makeRun = constructorOf(RunRecord.omit({ input_path: true }), "run");
export const makeRunError = constructorOf(RunErrorRecord, "run_error");
export const makeRating = constructorOf(RatingRecord, "rating");
export const makePair = constructorOf(PairRecord, "pair");
export const makeSkip = constructorOf(SkipRecord, "skip");
export const makeRevoke = constructorOf(RevokeRecord, "revoke");
export const makeCorrection = constructorOf(CorrectionRecord, "correction");
export const makePromotion = constructorOf(PromotionRecord, "promotion");

/** One line without its newline; keys that are absent are left out, and no text in a record can break the line. */
export const recordLine = (record: LogRecord): string => JSON.stringify(record);
