import type { TuneSummary } from "../tune-detail.ts";

/** H-25: what cancelling does to the machine in the state the run is in. */
export function cancelWords({
  state,
  hostName,
  trialCount,
}: Pick<TuneSummary, "state" | "hostName" | "trialCount">): string[] {
  const kept = trialCount === 1 ? "The 1 finished row is kept." : `The ${trialCount} finished rows are kept.`;
  if (state === "queued") return [`${hostName} has not begun: the run leaves its queue and nothing happens there.`];
  return [
    `${hostName} stops the measurement at once and ends the engine it started.`,
    "A provider that was drained for this run is started again before the end is reported.",
    `${kept} The unfinished one leaves none, and the run ends as interrupted.`,
    "A cancelled run cannot be continued; Run again starts from the beginning.",
  ];
}
