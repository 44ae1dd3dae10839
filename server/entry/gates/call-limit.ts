const WINDOW_MS = 10_000;
const MAX_CALLS = 100;
/** A page of pictures and a batch of uploads are many small requests; each is one look-up and one file. */
export const MAX_BYTE_CALLS = 600;
const MAX_KEYS = 10_000;

/** TP9: so many calls in 10 s for each key, 100 unless stated; TP4: what counts is calls, not requests. Kept in memory, forgotten by a restart. */
export function createCallLimit(
  monoMs: () => number,
  maxCalls = MAX_CALLS,
): { take(key: string, calls: number): boolean } {
  const windows = new Map<string, { startMs: number; calls: number }>();
  return {
    take(key, calls) {
      const now = monoMs();
      const known = windows.get(key);
      const window = known === undefined || now - known.startMs >= WINDOW_MS ? { startMs: now, calls: 0 } : known;
      window.calls += calls;
      windows.delete(key);
      windows.set(key, window);
      if (windows.size > MAX_KEYS) forgetOldest(windows);
      return window.calls <= maxCalls;
    },
  };
}

function forgetOldest(windows: Map<string, unknown>): void {
  for (const key of windows.keys()) {
    windows.delete(key);
    return;
  }
}
