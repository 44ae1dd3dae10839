import type { KnobSettings } from "../../../serving/knobs.ts";
import type { QualityTask, QualityVerdict } from "../choice/quality.ts";
import type { Measured } from "../measured.ts";
import type { Calibration } from "./calibration.ts";
import type { RungPlan } from "./rungs.ts";
import type { SearchSetup, Targets } from "./setup.ts";

/** What the machine did with one visit: `infeasible` is a server failure, `invalid` the client's or the machine's doing (M23). */
export type VisitOutcome =
  | ({ kind: "ok" } & Measured)
  | { kind: "infeasible"; reason: string }
  | { kind: "invalid"; reason: string };

/** What answers a step of the search: a visit's outcome, and one kind of its own for each other step. */
export type SearchOutcome =
  | VisitOutcome
  | { kind: "calibrated"; volleys: readonly Measured[] }
  | { kind: "paused" }
  | { kind: "judged"; verdicts: readonly QualityVerdict[] };

/** One provider start, warm-up and volley that the search asks for. */
export interface PlannedVisit {
  /** A cell in the running, or one that is only carried along. */
  kind: "search" | "incumbent" | "sentinel";
  knobs: KnobSettings;
  /** The incumbent of another model, visited once before rung 1. */
  isOtherModel: boolean;
  /** 1-based; 0 before the first rung. */
  rung: number;
  /** 1-based in its rung. */
  block: number;
  /** 2 for a block that is repeated after a fall of the sentinel. */
  version: 1 | 2;
  /** 1-based in its block and version; repeated visits count on. */
  position: number;
  /** The second and last try of an invalid visit. */
  isRepeat: boolean;
}

/** Why a cell left, for the elimination ladder. */
export interface Leave {
  rung: number;
  kind: "outpaced" | "dominated" | "infeasible" | "not-comparable";
  reason: string;
}

/** A visit that took place. */
export interface VisitLog extends PlannedVisit {
  outcome: VisitOutcome;
}

/** One finished pass over everything that was in; a repeated block is two of them. */
export interface BlockRecord {
  rung: number;
  block: number;
  version: 1 | 2;
  /** By target index. */
  values: readonly (Measured | null)[];
}

/** A block under way. */
export interface BlockRun extends BlockRecord {
  /** Target indexes. */
  order: readonly number[];
  next: number;
  repeats: readonly number[];
}

type SearchStage =
  | { kind: "calibrate"; attempt: 1 | 2 }
  | { kind: "other-model"; attempt: 1 | 2 }
  | { kind: "block"; run: BlockRun }
  /** The next run is the repeated block. */
  | { kind: "pause"; run: BlockRun }
  | { kind: "quality"; tasks: readonly QualityTask[] }
  | { kind: "done" };

/** Everything a search knows; replaced, never changed, by each recorded outcome. */
export interface SearchState {
  readonly setup: SearchSetup;
  readonly targets: Targets;
  readonly rungs: readonly RungPlan[];
  readonly stage: SearchStage;
  readonly calibration: Calibration | null;
  /** By target index; null while it is in. A sentinel or incumbent that left for another cause than infeasibility is carried on. */
  readonly leaves: readonly (Leave | null)[];
  readonly blocks: readonly BlockRecord[];
  readonly visits: readonly VisitLog[];
  readonly verdicts: readonly QualityVerdict[];
  /** The outcome of another model's incumbent. */
  readonly otherModel: VisitOutcome | null;
  /** Set when the budget or a person ended the search early (step 9). */
  readonly isCut: boolean;
}
