import { hostsWithWork } from "../features/jobs/index.ts";
import type { App } from "../platform/app.ts";
import { planeState } from "./plane-state.ts";

/** Commits closer together than this are looked at once. */
const GATHER_MS = 10;

/** Wakes the held polls of one agent. */
export function wakeHost(app: App, agentId: string): void {
  for (const wake of [...(planeState(app).held.get(agentId) ?? [])]) wake();
}

/** Calls `wake` when this agent may have work or a command; the answer stops that. One query serves all held polls. */
export function holdFor(app: App, agentId: string, wake: () => void): () => void {
  const state = planeState(app);
  const waiting = state.held.get(agentId) ?? new Set();
  state.held.set(agentId, waiting.add(wake));
  state.stopListening ??= listen(app);
  return () => {
    waiting.delete(wake);
    if (waiting.size === 0) state.held.delete(agentId);
    if (state.held.size > 0) return;
    state.stopListening?.();
    state.stopListening = null;
  };
}

function listen(app: App): () => void {
  let timer: NodeJS.Timeout | null = null;
  const look = async (): Promise<void> => {
    timer = null;
    const agentIds = [...planeState(app).held.keys()];
    for (const agentId of await hostsWithWork(app, agentIds)) wakeHost(app, agentId);
  };
  const stop = app.bus.listen(() => {
    timer ??= setTimeout(() => {
      look().catch((err: unknown) => app.log.warn({ err }, "held polls could not be looked at"));
    }, GATHER_MS);
  });
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}
