import { medianLabel, p95Label } from "../measuring/percentiles.ts";
import type { TpsMethod } from "../measuring/replicate.ts";
import type { KnobSettings } from "../serving/knobs.ts";
import { isSameModel, modelLabel } from "../serving/model-id.ts";
import { formatKnobs } from "../units/knobs.ts";
import { formatLatency, formatTps } from "../units/quantities.ts";
import type { RecommendationDocument } from "./recommendation-document.ts";
import type { TuneTrial } from "./trial.ts";

/** A figure as every surface prints it: value, text with unit, and what the value is a statistic of. */
export interface Figure {
  value: number;
  text: string;
  /** "median of 3", "max of 3". */
  label: string;
}

export interface Winner {
  model: string;
  modelLabel: string;
  knobs: KnobSettings;
  knobsText: string;
  replicates: number;
  tps: Figure;
  ttft: Figure;
  tpsMethod: TpsMethod | null;
  isPartial: boolean;
  /** False where the run was too noisy to show which settings win (M section 10, step 8); the model stands all the same. */
  isShown: boolean;
  /** The row these figures come from; null when the rows are gone. */
  trialLocalId: number | null;
  flags: string[];
}

export function tpsFigure(tpsMedian: number, replicates: number): Figure {
  return { value: tpsMedian, text: formatTps(tpsMedian), label: medianLabel(replicates) };
}

export function ttftFigure(ttftP95Ms: number, replicates: number): Figure {
  return { value: ttftP95Ms, text: formatLatency(ttftP95Ms), label: p95Label(replicates) };
}

/** The row a recommendation was made from: the kept cell, else Stage 1's own row of the model (B119). */
export function winnerTrial(
  recommendation: NonNullable<RecommendationDocument["recommendation"]>,
  trials: readonly TuneTrial[],
): TuneTrial | null {
  const rows = trials.filter((trial) => trial.isFeasible && isSameModel(trial.model, recommendation.model));
  const { kv_bits, max_concurrency_override, max_context_override } = recommendation.knobs;
  const cell = rows.find(
    (trial) =>
      trial.stage === 2 &&
      trial.kvBits === kv_bits &&
      trial.maxBatch === max_concurrency_override &&
      trial.maxContext === max_context_override &&
      trial.tpsMedian === recommendation.tps_median,
  );
  return cell ?? rows.find((trial) => trial.stage === 1 && trial.tpsMedian === recommendation.tps_median) ?? null;
}

/** The one winner of list, page, board, export, API and command line; null without a recommendation. */
export function selectWinner(document: RecommendationDocument | null, trials: readonly TuneTrial[]): Winner | null {
  const recommendation = document?.recommendation ?? null;
  if (recommendation === null) return null;
  const { model, replicates, knobs } = recommendation;
  const trial = winnerTrial(recommendation, trials);
  const settings = {
    kvBits: knobs.kv_bits,
    maxBatch: knobs.max_concurrency_override,
    maxContext: knobs.max_context_override,
  };
  return {
    model,
    modelLabel: modelLabel(model),
    knobs: settings,
    knobsText: formatKnobs(settings),
    replicates,
    tps: tpsFigure(recommendation.tps_median, replicates),
    ttft: ttftFigure(recommendation.ttft_p95_ms, replicates),
    tpsMethod: trial?.tpsMethod ?? null,
    isPartial: recommendation.partial === true,
    isShown: document?.shown !== false,
    trialLocalId: trial?.localId ?? null,
    flags: trial?.flags ?? [],
  };
}

/** The figures of one row; null where nothing was measured, so an absence never looks like a zero. */
export function selectTrialFigures(trial: TuneTrial): { tps: Figure | null; ttft: Figure | null } {
  const count = trial.replicatesN ?? 1;
  return {
    tps: trial.tpsMedian === null ? null : tpsFigure(trial.tpsMedian, count),
    ttft: trial.ttftP95Ms === null ? null : ttftFigure(trial.ttftP95Ms, count),
  };
}
