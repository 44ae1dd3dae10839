import { keptOf } from "../../../../../../core/autotune/replay-search.ts";
import { isSameModel } from "../../../../../../core/serving/model-id.ts";
import type { TuneDetail, TuneProgressAnswer } from "../tune-detail.ts";

type Progress = NonNullable<TuneProgressAnswer["progress"]>;
type Row = { atMs: number; trial: TuneDetail["trials"][number] | null; visit: TuneDetail["visits"][number] | null };

/** The run as its page showed it at a moment, from stored rows alone. */
export interface Moment {
  detail: TuneDetail;
  /** What was measured then; null at the end. */
  progress: Progress | null;
}

/** Every stored row of the run with its ms after the start, in the order they were stored. */
function rowsOf({ summary, trials, visits }: TuneDetail): Row[] {
  const zeroMs = Date.parse(summary.startedAt ?? summary.requestedAt);
  const after = (at: string) => Math.max(0, Date.parse(at) - zeroMs);
  return [
    ...trials.map((trial) => ({ atMs: after(trial.at), trial, visit: null })),
    ...visits.map((visit) => ({ atMs: after(visit.at), trial: null, visit })),
  ].sort((left, right) => left.atMs - right.atMs);
}

/** How long the run lasted, ms; up to its last row where no end was reported. */
export function replayLength(detail: TuneDetail): number {
  const { startedAt, endedAt, requestedAt } = detail.summary;
  const last = rowsOf(detail).at(-1)?.atMs ?? 0;
  if (endedAt === null) return last;
  return Math.max(last, Date.parse(endedAt) - Date.parse(startedAt ?? requestedAt));
}

/** The moments at which something changed, ms after the start, the first and the last included. */
export function replayStops(detail: TuneDetail): number[] {
  return [...new Set([0, ...rowsOf(detail).map((row) => row.atMs), replayLength(detail)])];
}

/** The moment the next row failed after `ms`; null when none did. */
export function nextFailureStop(detail: TuneDetail, ms: number): number | null {
  const failed = rowsOf(detail).find(
    ({ atMs, trial, visit }) => atMs > ms && (trial?.isFeasible === false || (visit?.failure ?? null) !== null),
  );
  return failed?.atMs ?? null;
}

function progressOf(detail: TuneDetail, past: TuneDetail["trials"], next: Row | undefined): Progress {
  const base = { runId: detail.summary.id, monoMs: 0 };
  const best = keptOf(past, detail.plan.tpsTieEpsilon);
  const standing =
    best?.tpsMedian == null
      ? {}
      : {
          best: {
            model: best.model,
            knobs: { kvBits: best.kvBits, maxBatch: best.maxBatch, maxContext: best.maxContext },
            tpsMedian: best.tpsMedian,
          },
        };
  if (next === undefined) return { ...base, phase: "emit", ...standing };
  const { trial, visit } = next;
  if (visit !== null) {
    const phase = visit.kind === "confirmation" ? ("confirm" as const) : ("stage2" as const);
    return { ...base, phase, model: visit.model, knobs: visit.knobs, ...standing };
  }
  if (trial === null || trial.stage === 1) {
    const place = detail.candidates.find(({ id }) => isSameModel(id, trial?.model ?? ""))?.rank;
    const candidate = place === undefined ? {} : { candidate: { index: place, of: detail.candidates.length } };
    return { ...base, phase: "stage1", ...(trial === null ? {} : { model: trial.model }), ...candidate };
  }
  const index = past.filter(({ stage }) => stage === 2).length + 1;
  const cell = { index, of: Math.max(index, detail.cells.length) };
  return { ...base, phase: "stage2", model: trial.model, knobs: trial.requested, cell, ...standing };
}

/** E3: the run as it was `ms` after its start; at its end exactly what is stored. */
export function stateAt(detail: TuneDetail, ms: number): Moment {
  if (ms >= replayLength(detail)) return { detail, progress: null };
  const rows = rowsOf(detail);
  const past = new Set(rows.filter((row) => row.atMs <= ms).flatMap(({ trial, visit }) => trial ?? visit ?? []));
  // A row is kept only when the search is over (B64).
  const trials = detail.trials.filter((trial) => past.has(trial)).map((trial) => ({ ...trial, isKept: false }));
  const visits = detail.visits.filter((visit) => past.has(visit));
  return {
    detail: {
      ...detail,
      summary: {
        ...detail.summary,
        state: "running",
        exitReason: null,
        winner: null,
        endedAt: null,
        trialCount: trials.length,
      },
      trials,
      visits,
      recommendation: null,
      report: null,
      baseline: null,
      confirmation: null,
      isApplied: false,
      message: null,
      recheck: null,
    },
    progress: progressOf(
      detail,
      trials,
      rows.find((row) => row.atMs > ms),
    ),
  };
}
