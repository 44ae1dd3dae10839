import type { TpsMethod } from "../../measuring/replicate.ts";
import type { KnobSettings } from "../../serving/knobs.ts";
import type { RecommendationDocument } from "../recommendation-document.ts";
import { cellSpread } from "../report/cell-spread.ts";
import { selectWinner, type Winner } from "../select.ts";
import type { TuneTrial } from "../trial.ts";
import type { TunePlan } from "../tune-plan.ts";

/** A stored run as far as a comparison reads it. */
export interface StoredTune {
  plan: TunePlan;
  trials: readonly TuneTrial[];
  document: RecommendationDocument | null;
  machine: { chip: string; ramGb: number; osVersion: string };
  engine: string | null;
  engineVersion: string | null;
}

/** What one run brings to a comparison: its winner's own measurements and everything that must be equal (M10). */
export interface RunSubject {
  winner: Winner;
  knobs: KnobSettings;
  /** One value per measured volley of the winner's cell, tokens per second and ms. */
  tps: number[];
  ttftMs: number[];
  tpsMethod: TpsMethod | null;
  engine: string | null;
  engineVersion: string | null;
  chip: string;
  ramGb: number;
  targetContext: number;
  flags: readonly string[];
}

/** The side of a comparison a run can take; null without a recommendation or without its rows. */
export function runSubject(run: StoredTune): RunSubject | null {
  const winner = selectWinner(run.document, run.trials);
  const trial = run.trials.find(({ localId }) => localId === winner?.trialLocalId);
  if (winner === null || trial === undefined) return null;
  const points = cellSpread(trial)?.points ?? [];
  return {
    winner,
    knobs: winner.knobs,
    tps: points.map(({ tps }) => tps),
    ttftMs: points.map(({ ttftMs }) => ttftMs),
    tpsMethod: winner.tpsMethod,
    engine: run.engine,
    engineVersion: run.engineVersion,
    chip: run.machine.chip,
    ramGb: run.machine.ramGb,
    targetContext: run.plan.targetContext,
    flags: winner.flags,
  };
}
