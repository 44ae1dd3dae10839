import { cellRecipeHash } from "../../../../../../core/autotune/recipe-hash.ts";
import { RECOMPUTED_LABEL, recompute } from "../../../../../../core/autotune/recompute/recompute.ts";
import { cellSpread } from "../../../../../../core/autotune/report/cell-spread.ts";
import { gridPlanWords } from "../../../../../../core/autotune/strategy/confirmation/verdict-words.ts";
import type { KnobSettings } from "../../../../../../core/serving/knobs.ts";
import { formatKnobs } from "../../../../../../core/units/knobs.ts";
import { formatPercent } from "../../../../../../core/units/quantities.ts";
import type { RunNote } from "../story/note-list.tsx";
import type { TuneDetail } from "../tune-detail.ts";

/** What a reader of a grid search must know, each with the row it was read from. */
export interface SearchNote extends RunNote {
  id: "order" | "gap" | "quality";
}

/** The grid's winner if every cell were judged against the leader at once (M20, measurement.md section 9). */
function anchoredWinner({ trials, plan, machine, versions }: TuneDetail): KnobSettings | null {
  const model = trials.find(({ stage }) => stage === 2)?.model;
  if (model === undefined) return null;
  const facts = {
    model,
    candidates: plan.candidates.map(({ id }) => id),
    targetContext: plan.targetContext,
    machine: { chip: machine.chip, ramGb: machine.ramGb, binaryVersion: versions.binary ?? "" },
  };
  const ground = {
    model,
    tieEpsilon: plan.tpsTieEpsilon,
    method: trials.find(({ tpsMethod }) => tpsMethod !== null)?.tpsMethod ?? null,
    gateTtftMs: plan.gateTtftMs,
    recipeHashOf: (knobs: KnobSettings) => cellRecipeHash(facts, knobs),
  };
  return recompute({ trials, visits: [] }, "anchored", ground).winner;
}

function orderNote(detail: TuneDetail, kept: TuneDetail["trials"][number]): SearchNote {
  const anchored = anchoredWinner(detail);
  const own = formatKnobs(kept);
  const other = anchored === null ? own : formatKnobs(anchored);
  const base = `Cells are compared in the order they were measured; inside the tie band of ${formatPercent(detail.plan.tpsTieEpsilon)} an earlier first token wins, so the choice depends on that order and the rate can step down along the way.`;
  const result =
    other === own
      ? "Judged against the leader instead, the kept cell stays"
      : `Judged against the leader instead, ${other} would be kept`;
  return {
    id: "order",
    level: other === own ? "info" : "degrading",
    title: "The order of cells matters",
    text: `${base} ${result} (${RECOMPUTED_LABEL}).`,
    trialLocalId: kept.localId,
  };
}

function gapNote(detail: TuneDetail, kept: TuneDetail["trials"][number]): SearchNote {
  const rates = detail.trials
    .filter((trial) => trial.stage === 2 && trial.isFeasible)
    .map((trial) => cellSpread(trial)?.points.map(({ tps }) => tps) ?? []);
  const words = gridPlanWords(rates);
  return {
    id: "gap",
    level: "info",
    title: "How small a difference it could see",
    text:
      words === null
        ? "One measurement a cell: this plan shows no gap between two cells."
        : `For two cells of this run, ${words}; cells nearer than that are not shown to differ.`,
    trialLocalId: kept.localId,
  };
}

/** B63, M27, measurement.md section 9: order, smallest gap, and what a quantised winner leaves open. */
export function gridNotes(detail: TuneDetail): SearchNote[] {
  const kept = detail.trials.find((trial) => trial.isKept);
  const cells = detail.trials.filter((trial) => trial.stage === 2);
  if (detail.plan.strategy === "blocked-halving" || kept === undefined) return [];
  const notes = cells.length > 1 ? [orderNote(detail, kept), gapNote(detail, kept)] : [];
  if (kept.kvBits === null) return notes;
  const text = `The kept cell stores the cache in ${kept.kvBits} bits. This strategy measures speed only; what that does to the answers was not measured.`;
  return [...notes, { id: "quality", level: "info", title: "Quality not shown", text, trialLocalId: kept.localId }];
}
