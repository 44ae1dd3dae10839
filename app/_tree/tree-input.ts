import type { FitVerdict } from "../../core/serving/fit.ts";
import type { KnobSettings } from "../../core/serving/knobs.ts";

/** How far a candidate's branch has come. */
export type BranchState = "not-probed" | "growing" | "pruned" | "broken" | "chosen";

export interface TreeCandidate {
  rank: number;
  id: string;
  label: string;
  /** Parameters in billions, null when unknown. */
  sizeB: number | null;
  isPractice: boolean;
  fitVerdict: FitVerdict;
  /** Bytes; null where no estimate exists. */
  weightsBytes: number | null;
  kvCacheBytes: number | null;
  reserveBytes: number | null;
  /** Estimated memory need at the target context, bytes. */
  needBytes: number | null;
  budgetBytes: number | null;
  state: BranchState;
  ttftP95Ms: number | null;
  /** Replicates behind the first-token figure. */
  replicates: number;
  /** The trial's reason as stored, null when it passed or was not probed. */
  reason: string | null;
  trialLocalId: number | null;
}

/** How far a knob cell has come. */
export type LeafState = "planned" | "bud" | "measured" | "kept" | "infeasible" | "unsupported";

export interface TreeCell {
  index: number;
  knobs: KnobSettings;
  state: LeafState;
  tpsMedian: number | null;
  ttftP95Ms: number | null;
  replicates: number;
  reason: string | null;
  trialLocalId: number | null;
}

/** The rows the drawing and its list twin are made of. */
export interface TreeInput {
  /** In the operator's order. */
  candidates: TreeCandidate[];
  /** In cell order, of the chosen candidate; empty before stage 2. */
  cells: TreeCell[];
  targetContext: number;
  gateTtftMs: number;
  /** Bytes; null without a Metal device, and then no wall is drawn (A61). */
  workingSetBytes: number | null;
  isLive: boolean;
}
