import type { LoadShape } from "./profile.ts";

/**
 * M15: when each request of an open loop is sent, drawn before the first of them, microseconds after the level's start.
 * The first is sent at once; `random` gives numbers in [0, 1).
 */
export function drawSendTimes(
  load: Extract<LoadShape, { kind: "open" }>,
  count: number,
  random: () => number,
): number[] {
  const meanUs = 1_000_000 / load.requestRate;
  const times: number[] = [];
  for (let atUs = 0; times.length < count; ) {
    times.push(atUs);
    atUs += load.gaps === "constant" ? meanUs : -Math.log(1 - random()) * meanUs;
  }
  return times;
}
