import { isNewBest, type KeepDecision } from "../../../core/autotune/keep-best.ts";
import { replaySearch, type SearchStep } from "../../../core/autotune/replay-search.ts";
import type { TuneTrial } from "../../../core/autotune/trial.ts";
import { medianLabel, p95Label } from "../../../core/measuring/percentiles.ts";
import { formatMs, formatTps } from "../../../core/units/quantities.ts";
import { type Axis, fitAxis } from "./axis.ts";
import { cellName, shortCellName } from "./cell-name.ts";
import type { ChartView } from "./chart-view.ts";
import { rateFigure } from "./rate-figure.ts";
import { trialSubject } from "./trial-subject.ts";
import { head, numberValue, type TwinTable, wordValue } from "./twin-table.ts";

export interface PathPoint {
  trialLocalId: number;
  step: number;
  shortName: string;
  /** tok/s of this cell; null when it was infeasible, and then it stands on the rail. */
  tps: number | null;
  /** tok/s of the best cell after this step; null while there is none: a gap, not zero. */
  best: number | null;
  isAccepted: boolean;
  decision: KeepDecision;
  rule: string;
}

export interface SearchPath extends ChartView {
  x: { steps: number; title: string };
  y: Axis & { title: string };
  points: PathPoint[];
}

/** The deciding rule of keep-best in the words of the page. */
const RULE_WORDS: Record<KeepDecision, string> = {
  first: "first feasible cell",
  faster: "faster by more than the tie band",
  "earlier-first-token": "inside the tie band, earlier first token",
  "not-better": "not better",
  infeasible: "infeasible",
};

const HEADS = [
  head("step", "step"),
  head("cell", "cell", false),
  head("tps_median", "tok/s median"),
  head("ttft_p95_ms", "TTFT ms"),
  head("decision", "decision", false),
];

function textOf({ step, trial, decision, best }: SearchStep): string {
  const rate =
    trial.tpsMedian === null
      ? (trial.notes ?? "not measured")
      : `${formatTps(trial.tpsMedian)}, ${medianLabel(trial.replicatesN ?? 0)}`;
  const first =
    trial.ttftP95Ms === null ? "" : `; first token ${formatMs(trial.ttftP95Ms)}, ${p95Label(trial.replicatesN ?? 0)}`;
  const standing = best?.tpsMedian == null ? "" : ` Best so far ${formatTps(best.tpsMedian)}.`;
  return `Step ${step}, ${cellName(trial)}: ${rate}${first}; ${RULE_WORDS[decision]}.${standing}`;
}

function twinOf(steps: readonly SearchStep[]): TwinTable {
  return {
    heads: HEADS,
    rows: steps.map((step, index) => ({
      id: String(step.trial.localId),
      text: textOf(step),
      at: step.trial.tpsMedian === null ? null : { dataset: 1, index },
      subject: trialSubject(step.trial.localId),
      values: [
        wordValue(String(step.step)),
        wordValue(cellName(step.trial)),
        numberValue(step.trial.tpsMedian, rateFigure),
        numberValue(step.trial.ttftP95Ms, (value) => formatMs(value).replace(" ms", "")),
        wordValue(RULE_WORDS[step.decision]),
      ],
    })),
  };
}

function sentenceOf(steps: readonly SearchStep[]): string {
  const last = steps.at(-1);
  if (last === undefined) return "No cell has been measured yet.";
  const accepted = steps.filter((step) => isNewBest(step.decision));
  const winner = accepted.at(-1);
  if (winner === undefined || winner.trial.tpsMedian === null) return `No cell of ${steps.length} was accepted.`;
  const count = `${accepted.length} of ${steps.length} ${steps.length === 1 ? "cell" : "cells"} accepted`;
  return `${cellName(winner.trial)} became the best at step ${winner.step} with ${formatTps(winner.trial.tpsMedian)} (${RULE_WORDS[winner.decision]}); ${count}.`;
}

/** C-04: how the search got there, replayed from the stored rows with the rule that decided each step. */
export function prepareSearchPath(input: { trials: readonly TuneTrial[]; tieEpsilon: number }): SearchPath {
  const steps = replaySearch(input.trials, input.tieEpsilon);
  const points = steps.map(
    (step): PathPoint => ({
      trialLocalId: step.trial.localId,
      step: step.step,
      shortName: shortCellName(step.trial),
      tps: step.decision === "infeasible" ? null : step.trial.tpsMedian,
      best: step.best?.tpsMedian ?? null,
      isAccepted: isNewBest(step.decision),
      decision: step.decision,
      rule: RULE_WORDS[step.decision],
    }),
  );
  const y = fitAxis(
    points.flatMap((point) => point.tps ?? []),
    5,
  );
  const most = Math.max(0, ...input.trials.map((trial) => trial.replicatesN ?? 0));
  return {
    question: "How did the search get there?",
    sentence: sentenceOf(steps),
    caption: `▲ accepted, · rejected, ✕ infeasible; tie band ${Number((input.tieEpsilon * 100).toPrecision(3))} %.${y.isLog ? " Each gridline ×10." : ""}`,
    n: points.filter((point) => point.tps !== null).length,
    x: { steps: steps.length, title: "cell, in the order measured" },
    y: { ...y, title: `best tok/s (${medianLabel(most)})` },
    points,
    twin: twinOf(steps),
  };
}
