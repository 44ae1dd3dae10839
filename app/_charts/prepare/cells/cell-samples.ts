import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import { visitOutcome } from "../../../../core/autotune/evidence/visit-outcome.ts";
import { cellSpread } from "../../../../core/autotune/report/cell-spread.ts";
import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import type { KnobSettings } from "../../../../core/serving/knobs.ts";

/** One measured value of a cell. */
interface CellSample {
  /** "replicate 2", "rung 1, block 2". */
  name: string;
  tps: number;
  ttftMs: number;
}

/** A feasible cell with every value that was measured for it. */
export interface SampledCell {
  trialLocalId: number;
  knobs: KnobSettings;
  isKept: boolean;
  samples: CellSample[];
}

/** What a visit measured, by the one rule of agent and server; null when it is invalid or failed. */
export function visitSample(visit: TuneVisit): { tps: number; ttftMs: number } | null {
  const outcome = visitOutcome(visit, { method: null, gateTtftMs: Number.POSITIVE_INFINITY });
  return outcome.kind === "ok" ? { tps: outcome.tps, ttftMs: outcome.ttftMs } : null;
}

function isOfCell(visit: TuneVisit, trial: TuneTrial): boolean {
  const { knobs } = visit;
  return (
    visit.kind === "search" &&
    knobs.kvBits === trial.kvBits &&
    knobs.maxBatch === trial.maxBatch &&
    knobs.maxContext === trial.maxContext
  );
}

function samplesOf(trial: TuneTrial, visits: readonly TuneVisit[]): CellSample[] {
  const own = visits.filter((visit) => isOfCell(visit, trial));
  if (own.length > 0) {
    return own.flatMap((visit) => {
      const sample = visitSample(visit);
      return sample === null ? [] : [{ name: `rung ${visit.rung ?? "–"}, block ${visit.block ?? "–"}`, ...sample }];
    });
  }
  return (cellSpread(trial)?.points ?? []).map((point, index) => ({ name: `replicate ${index + 1}`, ...point }));
}

/** The feasible cells of a run in row order, each with its measured values: replicates of `grid`, visits of `blocked-halving`. */
export function sampledCells(trials: readonly TuneTrial[], visits: readonly TuneVisit[]): SampledCell[] {
  return trials
    .filter((trial) => trial.stage === 2 && trial.isFeasible)
    .sort((left, right) => left.localId - right.localId)
    .flatMap((trial) => {
      const samples = samplesOf(trial, visits);
      const knobs = { kvBits: trial.kvBits, maxBatch: trial.maxBatch, maxContext: trial.maxContext };
      return samples.length === 0 ? [] : [{ trialLocalId: trial.localId, knobs, isKept: trial.isKept, samples }];
    });
}
