import type { CanonicalStep } from "../../imaging/recipe/recipe.ts";
import type { ConfirmationSize } from "../../imaging/record/parts.ts";

/** One canonical step: its operation and every argument (IM18). */
export type Step = CanonicalStep;

/** The three signals that can confound a tuned argument (TU39). */
export interface RunSignals {
  readonly lumaMean: number | null;
  readonly noise: number | null;
  readonly entropy: number | null;
}

export const NO_SIGNALS: RunSignals = { lumaMean: null, noise: null, entropy: null };

export interface RunRecord {
  readonly kind: "run";
  readonly v: number;
  /** UUID of a v2 run, BLAKE3 of the line of a v1 run (TU45); null for a v1 run of a class that is not tuned. */
  readonly name: string | null;
  readonly class: string;
  readonly input: string;
  readonly recipeSha: string;
  readonly steps: readonly Step[];
  /** Long side in pixels the run was reduced to, null for full size (IM28). */
  readonly workLongSide: number | null;
  readonly signals: RunSignals;
  /** A replay never counts as rated (TU54). */
  readonly isReplay: boolean;
  readonly atMs: number;
}

export interface RatingRecord {
  readonly kind: "rating";
  readonly v: number;
  readonly run: string | null;
  readonly input: string;
  /** Of a v1 line `local` (IM36). */
  readonly rater: string;
  readonly score: number;
  readonly isWarmup: boolean;
  readonly eventId: string | null;
  readonly atMs: number;
}

export type Verdict = "left" | "right" | "tie" | "not_sure";

export interface PairRecord {
  readonly kind: "pair";
  readonly v: number;
  readonly left: string;
  readonly right: string;
  readonly rater: string;
  readonly verdict: Verdict;
  readonly shownLeft: "live" | "candidate" | "none";
  readonly isWarmup: boolean;
  readonly eventId: string;
  readonly confirmationId: string | null;
  /** The planned size of that confirmation (TU40). */
  readonly confirmationSize: ConfirmationSize | null;
  readonly atMs: number;
}

export interface RevokeRecord {
  readonly kind: "revoke";
  readonly v: number;
  readonly revokes: string;
  readonly rater: string;
  readonly atMs: number;
}

export interface CorrectionRecord {
  readonly kind: "correction";
  readonly v: number;
  readonly input: string;
  readonly classNow: string;
  /** Who gave it; only a revoke of the same rater takes it back (IM33). */
  readonly by: string;
  readonly eventId: string;
  readonly atMs: number;
}

/** The live recipe of a class moved. */
export interface PromotionRecord {
  readonly kind: "promotion";
  readonly v: number;
  readonly class: string;
  readonly baseSha: string;
  readonly recipeSha: string;
  readonly atMs: number;
}

/** What the tuner needs of one record of the feedback log; every other kind is `other`. */
export type TunerRecord =
  | RunRecord
  | RatingRecord
  | PairRecord
  | RevokeRecord
  | CorrectionRecord
  | PromotionRecord
  | { readonly kind: "other"; readonly v: number };
