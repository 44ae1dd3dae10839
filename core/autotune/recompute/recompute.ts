import type { KnobSettings } from "../../serving/knobs.ts";
import { cellRow, visitsOfCell } from "../evidence/cell-row.ts";
import { beginFold, type FoldGround, foldVisit, type SearchFold } from "../evidence/fold-visits.ts";
import type { TuneVisit } from "../evidence/tune-visit.ts";
import { volleysOf } from "../evidence/visit-outcome.ts";
import { decideKeep, isNewBest } from "../keep-best.ts";
import { keptOf } from "../replay-search.ts";
import { commonSeries } from "../strategy/choice/block-table.ts";
import { chooseWinner } from "../strategy/choice/choose-winner.ts";
import { cutSearch } from "../strategy/search/reducer.ts";
import { searchResult } from "../strategy/search/search-result.ts";
import type { TuneTrial } from "../trial.ts";

/** `keep-best` decides one cell after the other (B61), `anchored` all at once against the leader (section 10 step 7). */
export type DecisionRule = "anchored" | "keep-best";

/** What a run stored: visits of `blocked-halving`, else the rows of `grid` with their replicates. */
export interface RunRows {
  trials: readonly TuneTrial[];
  visits: readonly TuneVisit[];
}

/** The winner a rule gives to stored rows. It was never executed, and is always shown with its label. */
export interface Recomputed {
  rule: DecisionRule;
  label: typeof RECOMPUTED_LABEL;
  /** Null when no cell has a value. */
  winner: KnobSettings | null;
  /** False for a quantised winner whose answers nobody compared (section 9). */
  isQualityShown: boolean;
}

export const RECOMPUTED_LABEL = "recomputed, not executed";

/** M20: either decision rule applied to any run's stored rows; a pure function of them, so agent and server agree (TM19). */
export function recompute(rows: RunRows, rule: DecisionRule, ground: FoldGround): Recomputed {
  const search = foldAll(rows.visits, ground);
  const winner = search === null ? fromTrials(rows.trials, rule, ground) : fromVisits(rows.visits, rule, search);
  const isJudged =
    winner !== null && "isQualityShown" in winner ? winner.isQualityShown : winner?.knobs.kvBits === null;
  return { rule, label: RECOMPUTED_LABEL, winner: winner?.knobs ?? null, isQualityShown: isJudged };
}

interface Found {
  knobs: KnobSettings;
  isQualityShown?: boolean;
}

interface FoldedSearch {
  fold: SearchFold;
  ground: FoldGround;
}

function foldAll(visits: readonly TuneVisit[], ground: FoldGround): FoldedSearch | null {
  const inOrder = visits.toSorted((left, right) => left.seq - right.seq);
  const [first] = inOrder;
  const begun = first === undefined ? null : beginFold(first, ground);
  return begun === null ? null : { fold: inOrder.reduce(foldVisit, begun), ground };
}

function fromVisits(visits: readonly TuneVisit[], rule: DecisionRule, search: FoldedSearch): Found | null {
  switch (rule) {
    case "anchored": {
      const { winner } = searchResult(cutSearch(search.fold.state));
      return winner === null ? null : { knobs: winner.knobs, isQualityShown: winner.quality !== "not-shown" };
    }
    case "keep-best":
      return keepBestOfVisits(visits, search);
  }
}

/** Cells in cell-list order, each with the figures of its row. */
function keepBestOfVisits(visits: readonly TuneVisit[], { fold, ground }: FoldedSearch): Found | null {
  let best: { knobs: KnobSettings; tpsMedian: number; ttftP95Ms: number | null } | null = null;
  for (const knobs of fold.state.setup.cells) {
    const row = cellRow(visitsOfCell(visits, knobs, ground.model), fold.rule);
    if (row === null || row.tpsMedian === null) continue;
    const { tpsMedian, ttftP95Ms } = row;
    if (isNewBest(decideKeep(row, best, ground.tieEpsilon))) best = { knobs, tpsMedian, ttftP95Ms };
  }
  return best;
}

const knobsOf = ({ kvBits, maxBatch, maxContext }: TuneTrial): KnobSettings => ({ kvBits, maxBatch, maxContext });

/** A grid's replicates stand for blocks by their number: they were not interleaved, which the label says. */
function fromTrials(trials: readonly TuneTrial[], rule: DecisionRule, ground: FoldGround): Found | null {
  if (rule === "keep-best") {
    const kept = keptOf(trials, ground.tieEpsilon);
    return kept === null ? null : { knobs: knobsOf(kept) };
  }
  const cells = trials.filter(({ stage, isFeasible }) => stage === 2 && isFeasible);
  const values = cells.map(({ replicates }) => volleysOf(replicates, ground.method));
  const blocks = Array.from({ length: Math.max(0, ...values.map((own) => own.length)) }, (_, at) => ({
    rung: 1,
    block: at + 1,
    values: values.map((own) => own[at] ?? null),
  }));
  const choice = chooseWinner(
    commonSeries(
      blocks,
      cells.map((_, index) => index),
    ),
    {
      tieEpsilon: ground.tieEpsilon,
      calibrationCv: null,
      recipeHashOf: (index) => {
        const cell = cells[index];
        return cell === undefined ? "" : ground.recipeHashOf(knobsOf(cell));
      },
    },
  );
  const winner = choice === null ? undefined : cells[choice.winner];
  return winner === undefined ? null : { knobs: knobsOf(winner) };
}
