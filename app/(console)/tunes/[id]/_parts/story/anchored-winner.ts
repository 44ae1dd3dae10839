import type { TuneTrial } from "../../../../../../core/autotune/trial.ts";

/** The kept cell if every cell were judged against the fastest one: of those within epsilon of it, the earliest first token (measurement.md section 9). */
export function anchoredWinner(trials: readonly TuneTrial[], tieEpsilon: number): TuneTrial | null {
  const cells = trials.flatMap((trial) =>
    trial.stage === 2 && trial.isFeasible && trial.tpsMedian !== null && trial.ttftP95Ms !== null
      ? [{ trial, tps: trial.tpsMedian, ttftMs: trial.ttftP95Ms }]
      : [],
  );
  const top = Math.max(...cells.map((cell) => cell.tps));
  const tied = cells.filter((cell) => cell.tps >= top * (1 - tieEpsilon));
  return tied.sort((left, right) => left.ttftMs - right.ttftMs || right.tps - left.tps)[0]?.trial ?? null;
}
