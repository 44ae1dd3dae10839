"use client";
import type { TuneDetail } from "../tune-detail.ts";
import { useSecondClock } from "./use-second-clock.ts";

/** How long a run lasts or lasted, ms; the console's clock is the measure, because the browser's may differ. */
export function useElapsed(detail: TuneDetail | undefined, receivedAtMs: number): number | null {
  const isRunning = detail !== undefined && detail.summary.endedAt === null;
  const nowMs = useSecondClock(isRunning);
  const startedAt = detail?.summary.startedAt;
  if (!detail || !startedAt) return null;
  const startMs = Date.parse(startedAt);
  if (detail.summary.endedAt !== null) return Date.parse(detail.summary.endedAt) - startMs;
  if (nowMs === null) return null;
  const offsetMs = Date.parse(detail.serverTime) - receivedAtMs;
  return Math.max(0, nowMs + offsetMs - startMs);
}
