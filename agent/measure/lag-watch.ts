import { monitorEventLoopDelay } from "node:perf_hooks";

const LIMIT_MS = 10;
const RESOLUTION_MS = 10;

/** Watches this process's own event loop over a quiet window; the returned function ends it with its flags (M5). */
export function watchLag(limitMs: number | null = LIMIT_MS): () => string[] {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return () => {
    delay.disable();
    const p99Ms = delay.percentile(99) / 1e6 - RESOLUTION_MS;
    return p99Ms > (limitMs ?? LIMIT_MS) ? ["lagging"] : [];
  };
}
