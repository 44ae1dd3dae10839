import type { TuneSummary } from "../tune-detail.ts";

const KEPT = ["No row is finished yet.", "The one finished row is kept."];

/** H-25: what cancelling does to the machine in the state the run is in. */
export function cancelWords({
  state,
  hostName,
  trialCount,
}: Pick<TuneSummary, "state" | "hostName" | "trialCount">): string[] {
  const kept = KEPT[trialCount] ?? `The ${trialCount} finished rows are kept.`;
  if (state === "queued") return [`${hostName} has not begun: the run leaves its queue and nothing happens there.`];
  return [
    `${hostName} stops the measurement at once and ends the engine it started.`,
    "A provider that was drained for this run is started again before the end is reported.",
    `${kept} The measurement under way leaves none.`,
    "A cancelled run cannot be continued; Run again starts from the beginning.",
  ];
}
