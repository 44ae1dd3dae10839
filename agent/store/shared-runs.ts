import type { AgentStore } from "./open-store.ts";

/** A run that is shared with its pictures, and with which console: another one has none of it (IM46). */
interface SharedRun {
  readonly serverId: string;
  readonly runId: string;
}

export function hasSharedRun(store: AgentStore, { serverId, runId }: SharedRun): boolean {
  const row = store.db.prepare("SELECT 1 FROM shared_runs WHERE server_id = ? AND run_id = ?").get(serverId, runId);
  return row !== undefined;
}

/** Remembers that a run is on its way with its pictures; call it in the event's own transaction. `at` is ISO 8601. */
export function rememberSharedRun(store: AgentStore, run: SharedRun & { eventId: string; at: string }): void {
  store.db
    .prepare("INSERT OR REPLACE INTO shared_runs (server_id, run_id, event_id, at_utc) VALUES (?, ?, ?, ?)")
    .run(run.serverId, run.runId, run.eventId, run.at);
}

/** The console does not get a picture of this event's run: a later share brings it (IM46). */
export function forgetSharedRun(store: AgentStore, eventId: string): void {
  store.db.prepare("DELETE FROM shared_runs WHERE event_id = ?").run(eventId);
}
