import type { Clock } from "../host/system-clock.ts";

const TICK_MS = 15_000;
const GAP_MS = 45_000;

export interface SuspensionWatch {
  /** True when the machine slept since the watch began: a wall-to-monotonic gap or a missed tick above 45 s (B117, SW1). */
  hasSlept(): boolean;
  stop(): void;
}

/** Watches one trial for a suspension. A later look also counts the time since the last tick. */
export function watchSuspension(clock: Clock): SuspensionWatch {
  let last = { wallMs: clock.wallMs(), monoMs: clock.monoMs() };
  let slept = false;
  const look = () => {
    const now = { wallMs: clock.wallMs(), monoMs: clock.monoMs() };
    const monoGapMs = now.monoMs - last.monoMs;
    const drift = Math.abs(now.wallMs - last.wallMs - monoGapMs);
    if (drift > GAP_MS || monoGapMs - TICK_MS > GAP_MS) slept = true;
    last = now;
  };
  const timer = setInterval(look, TICK_MS);
  timer.unref();
  return {
    hasSlept: () => {
      look();
      return slept;
    },
    stop: () => clearInterval(timer),
  };
}
