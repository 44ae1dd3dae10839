import { decideKeep, type FeasibleCell, isNewBest } from "../../../core/autotune/keep-best.ts";
import type { TuneTrial } from "../../../core/autotune/trial.ts";
import type { TuneProgress } from "../../../core/contract/v1/events.ts";
import type { Clock } from "../../host/system-clock.ts";
import type { TuneSink } from "../sink.ts";
import type { ProgressNews } from "./tune-context.ts";

export interface ProgressRequest {
  readonly runId: string;
  readonly clock: Clock;
  readonly sink: TuneSink;
  readonly startedMs: number;
  readonly maxDurationS: number;
  readonly tieEpsilon: number;
  /** `blocked-halving` writes a cell's row when the cell leaves: its rows tell neither the best so far nor the time left. */
  readonly areRowsInOrder: boolean;
}

export interface ProgressReporter {
  report(news: ProgressNews): void;
  /** A stored trial: it may be the best so far and tells how long cells take. */
  noteTrial(trial: TuneTrial): void;
}

type Best = NonNullable<TuneProgress["best"]>;

/** B124: fills in best so far, budget left and, once a cell was measured, the time that is left. */
export function createProgressReporter(request: ProgressRequest): ProgressReporter {
  let best: Best | null = null;
  let standing: FeasibleCell | null = null;
  const cellMs: number[] = [];
  let cellStartedMs: number | null = null;
  return {
    report: (news) => {
      const monoMs = request.clock.monoMs();
      if (news.phase === "stage2" && news.replicate === undefined) cellStartedMs = monoMs;
      const etaMs = timeLeftMs(news, cellMs);
      request.sink.progress({
        ...news,
        runId: request.runId,
        monoMs,
        budgetLeftS: Math.max(0, request.maxDurationS - (monoMs - request.startedMs) / 1000),
        ...(best === null ? {} : { best }),
        ...(etaMs === null ? {} : { etaMs }),
      });
    },
    noteTrial: (trial) => {
      if (trial.stage !== 2 || !request.areRowsInOrder) return;
      if (cellStartedMs !== null) cellMs.push(request.clock.monoMs() - cellStartedMs);
      if (!isNewBest(decideKeep(trial, standing, request.tieEpsilon)) || trial.tpsMedian === null) return;
      standing = { tpsMedian: trial.tpsMedian, ttftP95Ms: trial.ttftP95Ms };
      const knobs = { kvBits: trial.kvBits, maxBatch: trial.maxBatch, maxContext: trial.maxContext };
      best = { model: trial.model, knobs, tpsMedian: trial.tpsMedian };
    },
  };
}

function timeLeftMs(news: ProgressNews, cellMs: readonly number[]): number | null {
  if (news.phase !== "stage2" || news.cell === undefined || cellMs.length === 0) return null;
  const mean = cellMs.reduce((sum, ms) => sum + ms, 0) / cellMs.length;
  return Math.round(mean * (news.cell.of - news.cell.index + 1));
}
