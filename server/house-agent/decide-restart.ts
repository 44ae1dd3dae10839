const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;
const WINDOW_MS = 5 * 60_000;
const MAX_DEATHS = 5;
const QUARANTINE_MS = 10 * 60_000;

export type RestartDecision = { kind: "again"; waitMs: number } | { kind: "quarantine"; waitMs: number };

/** How long to wait after a death; `deathsMs` are the times of all deaths on the monotonic clock, the last one now. */
export function decideRestart(deathsMs: readonly number[]): RestartDecision {
  const now = deathsMs.at(-1) ?? 0;
  const recent = deathsMs.filter((at) => now - at <= WINDOW_MS).length;
  if (recent >= MAX_DEATHS) return { kind: "quarantine", waitMs: QUARANTINE_MS };
  return { kind: "again", waitMs: Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, recent - 1)) };
}
