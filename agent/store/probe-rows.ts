import { z } from "zod";
import { ProbeEnd, ProbeExit, ProbeLevel, type ProbeSlice, ProbeStart } from "../../core/probing/probe-record.ts";
import type { AgentStore } from "./open-store.ts";
import { appendEvent, type OutboxDraft } from "./outbox.ts";

/** Makes the event of a row; null where this Mac has no console to tell. */
export type EventOf<T> = ((row: T) => OutboxDraft) | null;

const Row = z.object({
  probe_id: z.string(),
  job_id: z.string().nullable(),
  start_json: z.string(),
  levels_json: z.string(),
  ended_at_utc: z.string().nullable(),
  exit_reason: ProbeExit,
  message: z.string().nullable(),
});

interface StoredProbe {
  readonly start: ProbeStart;
  readonly levels: readonly ProbeLevel[];
  /** Null while it runs or when its process was lost. */
  readonly endedAt: string | null;
  readonly exitReason: ProbeExit;
  readonly message: string | null;
}

/** Commits the row of a probe that begins, with its event; its reason is `internal_error` until it ends. */
export function insertProbe(
  store: AgentStore,
  { start, jobId }: { start: ProbeStart; jobId: string | null },
  eventOf: EventOf<ProbeStart>,
): void {
  store.transaction(() => {
    store.db
      .prepare(
        `INSERT INTO probe_runs (probe_id, job_id, started_at_utc, profile, start_json, levels_json, exit_reason)
         VALUES (?, ?, ?, ?, ?, '[]', 'internal_error')`,
      )
      .run(start.probeId, jobId, start.startedAt, start.profile, JSON.stringify(start));
    if (eventOf !== null) appendEvent(store, eventOf(start));
  });
}

/** Commits a level's requests and the events of its slices together (M17). */
export function insertLevel(store: AgentStore, slices: readonly ProbeSlice[], eventOf: EventOf<ProbeSlice>): void {
  const [first] = slices;
  if (first === undefined) return;
  store.transaction(() => {
    const levels = [...(findProbe(store, first.probeId)?.levels ?? []), first.level];
    store.db
      .prepare("UPDATE probe_runs SET levels_json = ? WHERE probe_id = ?")
      .run(JSON.stringify(levels), first.probeId);
    const insert = store.db.prepare(
      "INSERT INTO probe_requests (probe_id, level, position, raw_json) VALUES (?, ?, ?, ?)",
    );
    for (const slice of slices) {
      for (const request of slice.requests) {
        insert.run(slice.probeId, slice.level.level, request.position, JSON.stringify(request));
      }
      if (eventOf !== null) appendEvent(store, eventOf(slice));
    }
  });
}

/** Commits the end of a probe with its event. */
export function finishProbe(store: AgentStore, end: ProbeEnd, eventOf: EventOf<ProbeEnd>): void {
  const { endedAt, exitReason, message, tpsMethod, probeId } = ProbeEnd.parse(end);
  store.transaction(() => {
    store.db
      .prepare(
        "UPDATE probe_runs SET ended_at_utc = ?, exit_reason = ?, message = ?, tps_method = ? WHERE probe_id = ?",
      )
      .run(endedAt, exitReason, message, tpsMethod, probeId);
    if (eventOf !== null) appendEvent(store, eventOf(end));
  });
}

/** One stored probe, null when this Mac never began it. */
export function findProbe(store: AgentStore, probeId: string): StoredProbe | null {
  const row = store.db.prepare("SELECT * FROM probe_runs WHERE probe_id = ?").get(probeId);
  if (row === undefined) return null;
  const stored = Row.parse(row);
  return {
    start: ProbeStart.parse(JSON.parse(stored.start_json)),
    levels: z.array(ProbeLevel).parse(JSON.parse(stored.levels_json)),
    endedAt: stored.ended_at_utc,
    exitReason: stored.exit_reason,
    message: stored.message,
  };
}

/** Keeps the newest probes; those that have not ended stay, because their process may still write. Uploads have their own copy. */
export function retainProbes(store: AgentStore, count: number): void {
  store.transaction(() => {
    const old = store.db
      .prepare(
        `SELECT probe_id FROM probe_runs WHERE ended_at_utc IS NOT NULL
         ORDER BY started_at_utc DESC, probe_id DESC LIMIT -1 OFFSET ?`,
      )
      .all(count)
      .map((row) => z.object({ probe_id: z.string() }).parse(row).probe_id);
    for (const id of old) {
      store.db.prepare("DELETE FROM probe_requests WHERE probe_id = ?").run(id);
      store.db.prepare("DELETE FROM probe_runs WHERE probe_id = ?").run(id);
    }
  });
}
