import type { Clock } from "./app.ts";

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => new Date(),
  monoMs: () => performance.now(),
};
