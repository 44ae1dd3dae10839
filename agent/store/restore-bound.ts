import { loadDeadlineMs } from "../../core/serving/load-deadline.ts";
import { DrainedProvider } from "./obligations/obligation.ts";
import type { AgentStore } from "./open-store.ts";

/** CX1, JK4: how long the restores of a run may hold its stop ladder up, ms: one load deadline for each provider it still owes. */
export function restoreBoundMs(store: AgentStore, tuneRunId: string): number {
  const deadlines = store.db
    .prepare("SELECT detail_json FROM obligations WHERE run_id = ? AND state <> 'done'")
    .all(tuneRunId)
    .map(({ detail_json: detail }) => loadDeadlineMs(DrainedProvider.parse(JSON.parse(String(detail))).weightsBytes));
  return deadlines.length === 0 ? loadDeadlineMs(null) : deadlines.reduce((sum, deadlineMs) => sum + deadlineMs, 0);
}
