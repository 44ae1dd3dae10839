import type { KnobSettings } from "../../../serving/knobs.ts";
import { commonSeries, lastVersions } from "../choice/block-table.ts";
import { type AnchoredChoice, chooseWinner, type Standing } from "../choice/choose-winner.ts";
import { eligibleFinalists, qualityOf, substitutes } from "../choice/eligibility.ts";
import { gapHalfWidth } from "../choice/paired-gap.ts";
import type { QualityStanding, QualityVerdict } from "../choice/quality.ts";
import { runCv } from "../choice/run-cv.ts";
import type { Measured } from "../measured.ts";
import type { Calibration } from "./calibration.ts";
import { finalists } from "./membership.ts";
import { type BlockSag, sagOf } from "./sag.ts";
import type { Leave, SearchState, VisitLog } from "./search-state.ts";

/** A cell the choice was made among. */
interface Contender {
  knobs: KnobSettings;
  /** Geometric means over the common blocks. */
  meanTps: number;
  meanTtftMs: number;
  /** Behind the leader in ln tps: mean, and its two-sided 95 % interval, null at one block. */
  gap: { mean: number; low: number | null; high: number | null; blocks: number };
  isInBand: boolean;
  quality: QualityStanding;
  /** The answers behind the quality standing; null when none were asked for. */
  answers: QualityVerdict | null;
}

interface LadderEntry extends Leave {
  knobs: KnobSettings;
}

/** Section 10 step 10, from the outcomes alone. */
export interface SearchResult {
  /** Null when no cell has a complete block. */
  winner: Contender | null;
  leader: KnobSettings | null;
  /** Every eligible contender, the leader first, then by gap. */
  contenders: Contender[];
  /** Finalists the quality guard keeps out of the choice. */
  ineligible: { knobs: KnobSettings; quality: QualityStanding; answers: QualityVerdict | null }[];
  /** The search was cut before its last rung was complete (step 9). */
  isPartial: boolean;
  /** False: too noisy to show a winner, to apply or to propose it (step 8). */
  isShown: boolean;
  calibration: Calibration | null;
  /** Null when no rung has two blocks. */
  runCv: number | null;
  sag: BlockSag[];
  /** Who left, in order. */
  ladder: LadderEntry[];
  visits: readonly VisitLog[];
  counts: VisitCounts;
  /** The incumbent's valid values, of whichever model; empty when there is none or it could not be measured. */
  incumbent: Measured[];
  /** The winner's valid values, repeated blocks' first versions left out. */
  winnerValues: Measured[];
}

export interface VisitCounts {
  /** Cells in the running, first tries. */
  search: number;
  /** Sentinel and incumbent while not in the running. */
  carried: number;
  /** Second tries of invalid visits, and visits of repeated blocks. */
  repeated: number;
  calibrationVolleys: number;
}

const NOISY_ABOVE = 0.1;

export function searchResult(state: SearchState): SearchResult {
  const final = lastVersions(state.blocks);
  const { choice, eligible } = choose(state);
  const contenders = (choice?.standings ?? []).map((standing) => contenderOf(state, standing));
  const order = contenders.toSorted((left, right) => left.gap.mean - right.gap.mean);
  const cv = runCv(state.blocks);
  const winner =
    choice === null ? null : contenders[choice.standings.findIndex(({ index }) => index === choice.winner)];
  return {
    winner: winner ?? null,
    leader: choice === null ? null : (state.targets.knobs[choice.leader] ?? null),
    contenders: order,
    ineligible: finalists(state)
      .filter((index) => !eligible.includes(index))
      .flatMap((index) => {
        const knobs = state.targets.knobs[index];
        return knobs === undefined ? [] : [{ knobs, ...qualityOf(state, knobs) }];
      }),
    isPartial: state.isCut,
    isShown: cv === null || cv <= NOISY_ABOVE,
    calibration: state.calibration,
    runCv: cv,
    sag: sagOf(state),
    ladder: ladderOf(state),
    visits: state.visits,
    counts: countsOf(state),
    incumbent: incumbentValues(state),
    winnerValues: choice === null ? [] : final.flatMap(({ values }) => values[choice.winner] ?? []),
  };
}

/** Step 7 among eligible finalists, or their substitutes when the quality guard leaves none. */
function choose(state: SearchState): { choice: AnchoredChoice | null; eligible: number[] } {
  const blocks = lastVersions(state.blocks);
  const rule = {
    tieEpsilon: state.setup.tieEpsilon,
    calibrationCv: state.calibration?.cv ?? null,
    recipeHashOf: (index: number): string => {
      const knobs = state.targets.knobs[index];
      return knobs === undefined ? "" : state.setup.recipeHashOf(knobs);
    },
  };
  const eligible = eligibleFinalists(state);
  const pool = eligible.length > 0 ? eligible : substitutes(state);
  return { choice: chooseWinner(commonSeries(blocks, pool), rule), eligible };
}

function contenderOf(state: SearchState, { index, meanX, meanLnTtft, gap, isInBand }: Standing): Contender {
  const knobs = state.targets.knobs[index] ?? state.setup.sentinel;
  const half = gapHalfWidth(gap, 0.975);
  return {
    knobs,
    meanTps: Math.exp(meanX),
    meanTtftMs: Math.exp(meanLnTtft),
    gap: {
      mean: gap.mean,
      low: half === null ? null : gap.mean - half,
      high: half === null ? null : gap.mean + half,
      blocks: gap.blocks,
    },
    isInBand,
    ...qualityOf(state, knobs),
  };
}

function ladderOf({ leaves, targets }: SearchState): LadderEntry[] {
  const entries = leaves.flatMap((leave, index) => {
    const knobs = targets.knobs[index];
    return leave === null || knobs === undefined || index >= targets.cells ? [] : [{ ...leave, knobs }];
  });
  return entries.toSorted((left, right) => left.rung - right.rung);
}

function countsOf({ visits, calibration }: SearchState): VisitCounts {
  const isRepeated = (visit: VisitLog): boolean => visit.isRepeat || visit.version === 2;
  return {
    search: visits.filter((visit) => visit.kind === "search" && !isRepeated(visit)).length,
    carried: visits.filter((visit) => visit.kind !== "search" && !isRepeated(visit)).length,
    repeated: visits.filter(isRepeated).length,
    calibrationVolleys: calibration?.volleys ?? 0,
  };
}

function incumbentValues({ blocks, targets, otherModel }: SearchState): Measured[] {
  if (otherModel?.kind === "ok") return [{ tps: otherModel.tps, ttftMs: otherModel.ttftMs }];
  const { incumbent } = targets;
  return incumbent === null ? [] : lastVersions(blocks).flatMap(({ values }) => values[incumbent] ?? []);
}
