import { z } from "zod";
import type { AgentStore } from "./open-store.ts";
import { runOf, type StoredRun } from "./tune-rows.ts";

/** How much of a run by hand is in the outbox: its start with the rows so far, or everything. */
export type Reported = "started" | "finished";

export interface RunOwner {
  readonly pid: number;
  readonly startTime: string | null;
}

export interface LocalRun {
  readonly run: StoredRun;
  readonly reported: Reported | null;
  /** Null in files older than the column. */
  readonly owner: RunOwner | null;
}

/** Names the process that writes a run's rows, so that a later one can tell whether it is gone. */
export function noteOwner(store: AgentStore, runId: string, { pid, startTime }: RunOwner): void {
  store.db.prepare("UPDATE tune_runs SET owner_pid = ?, owner_start = ? WHERE run_id = ?").run(pid, startTime, runId);
}

/** Remembers what of a run by hand the outbox got; in the transaction of the events themselves. */
export function noteReported(store: AgentStore, runId: string, reported: Reported): void {
  store.db.prepare("UPDATE tune_runs SET reported = ? WHERE run_id = ?").run(reported, runId);
}

const Standing = z.object({
  reported: z.enum(["started", "finished"]).nullable(),
  owner_pid: z.int().nullable(),
  owner_start: z.string().nullable(),
});

/** Runs by hand of which something has not been reported yet, oldest first. */
export function unreportedRuns(store: AgentStore): LocalRun[] {
  return store.db
    .prepare(
      `SELECT * FROM tune_runs WHERE coalesce(origin, 'local') = 'local' AND coalesce(reported, '') <> 'finished'
       ORDER BY started_at_utc, run_id`,
    )
    .all()
    .map((row) => {
      const { reported, owner_pid, owner_start } = Standing.parse(row);
      const owner = owner_pid === null ? null : { pid: owner_pid, startTime: owner_start };
      return { run: runOf(row), reported, owner };
    });
}
