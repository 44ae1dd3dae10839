import type { CanonicalStep } from "../recipe/recipe.ts";
import type {
  CorrectionRecord,
  PairRecord,
  PromotionRecord,
  RatingRecord,
  RevokeRecord,
  SkipRecord,
} from "./events.ts";
import type { RunErrorRecord, RunRecord } from "./run.ts";

interface Read {
  readonly v: number;
  /** The record's own time, or the nearest earlier one's, 0 at the start (IM36). */
  readonly atMs: number;
}

/** A run of either version. */
export interface RunLine extends Read {
  readonly kind: "run";
  readonly inputBlake3: string;
  readonly class: string;
  readonly steps: readonly CanonicalStep[];
  /** As written; null where a v1 line has none. */
  readonly writtenSha: string | null;
  /** Recomputed from the steps: what comparisons use (IM38). */
  readonly sha: string;
  /** A v2 run whose written sha differs is kept and not tuned on (IM38). */
  readonly isShaMismatch: boolean;
  readonly outputBlake3: string | null;
  /** The whole record of a v2 line. */
  readonly record: RunRecord | null;
}

/** A rating of either version. */
export interface RatingLine extends Read {
  readonly kind: "rating";
  readonly inputBlake3: string;
  readonly score: number;
  readonly notes: string | null;
  /** The whole record of a v2 line. */
  readonly record: RatingRecord | null;
}

type EventRecord = PairRecord | SkipRecord | RevokeRecord | CorrectionRecord | RunErrorRecord | PromotionRecord;
/** The kinds that only v2 has. */
type EventLine = Read & { readonly kind: "event"; readonly record: EventRecord };

/** A kind that this version does not know; it is kept and exported as it came (IM37). */
type OtherLine = Read & { readonly kind: "other"; readonly name: string | null };

/** What is skipped, counted and named by its line number (IM41). */
export interface MalformedLine {
  readonly kind: "malformed";
  readonly reason: string;
}

export type LogLine = RunLine | RatingLine | EventLine | OtherLine | MalformedLine;
