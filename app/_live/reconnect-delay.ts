const DELAYS_MS = [1000, 2000, 4000, 8000, 15_000];

/** How long to wait before the n-th attempt (from 0) to open the stream again, in milliseconds. */
export function reconnectDelayMs(attempt: number): number {
  return DELAYS_MS[Math.min(attempt, DELAYS_MS.length - 1)] ?? 15_000;
}
