import type { AgentStore } from "./open-store.ts";

/** Whether an earlier attempt already put the result of this run into the outbox. */
export function hasImageRun(store: AgentStore, runId: string): boolean {
  return store.db.prepare("SELECT 1 FROM image_runs WHERE run_id = ?").get(runId) !== undefined;
}

/** Remembers that the result of a run is in the outbox; call it in the event's own transaction. */
export function rememberImageRun(store: AgentStore, run: { runId: string; jobId: string; at: string }): void {
  store.db
    .prepare("INSERT OR IGNORE INTO image_runs (run_id, job_id, at_utc) VALUES (?, ?, ?)")
    .run(run.runId, run.jobId, run.at);
}
