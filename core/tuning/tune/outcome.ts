import type { GpValues } from "../gp/covariance.ts";
import type { JoinMode } from "../reading/join.ts";
import type { Step } from "../reading/record.ts";
import type { TuneMethod } from "../recipe.ts";

/** Predicted means in stars, and how far the candidate is above live on held-out data (TU17, TU25). */
export interface HeldOutMeans {
  readonly trainCurrent: number;
  readonly trainCandidate: number;
  readonly holdoutCurrent: number;
  readonly holdoutCandidate: number;
  readonly delta: number;
}

/** The expected change in stars with its 90 % interval (TU23). */
interface Gain {
  readonly gain: number;
  readonly lower: number;
  readonly upper: number;
}

/** How well held-out scores were predicted (TU25). */
export interface HeldOutError {
  readonly meanAbsolute: number | null;
  readonly spearman: number | null;
}

/** What both methods answer for a class with enough evidence. */
export interface MethodResult {
  readonly candidate: readonly Step[];
  readonly means: HeldOutMeans;
  readonly gain: Gain | null;
  readonly fitted: GpValues | null;
  readonly frozen: readonly string[];
  readonly heldOut: HeldOutError | null;
  readonly nTrain: number;
  readonly nHoldout: number;
  /** The used rows as AP1 pins them, in (time, line) order (TU45). */
  readonly rows: readonly EvidenceRow[];
}

export type EvidenceRow =
  | {
      readonly args: Readonly<Record<string, unknown>>;
      readonly rater: string;
      readonly run: string;
      readonly score: number;
    }
  | {
      readonly left: string;
      readonly rater: string;
      readonly right: string;
      readonly verdict: "left" | "right" | "tie";
    };

/** A proposal before it becomes a file (TU42). */
export interface TuneProposal extends Omit<MethodResult, "rows"> {
  readonly class: string;
  readonly method: TuneMethod;
  readonly seed: number;
  readonly join: JoinMode;
  readonly baseSha: string;
  readonly sha: string;
  readonly nTotal: number;
  readonly nIncompatible: number;
  readonly nInputs: number;
  readonly nRaters: number;
  readonly nPairs: number;
  readonly evidenceBlake3: string;
  readonly evidenceRows: number;
  /** Old and new value of each changed tunable by name. */
  readonly changes: Readonly<Record<string, readonly [number, number]>>;
}

/** What no rated run has another value of: any argument, or a tunable (TU9, TU13). */
type EqualInAll = "arguments" | "tunables";

type Unchanged =
  | { readonly kind: "skipped"; readonly rated: number; readonly incompatible: number }
  | { readonly kind: "no_tunables" }
  | { readonly kind: "no_variation"; readonly rated: number; readonly equal: EqualInAll }
  | { readonly kind: "no_better"; readonly bestLower: number };

/** What a tune of one class comes to (TU4). */
export type TuneOutcome =
  | Unchanged
  | { readonly kind: "unknown_tunable"; readonly name: string }
  | { readonly kind: "proposal"; readonly proposal: TuneProposal };
