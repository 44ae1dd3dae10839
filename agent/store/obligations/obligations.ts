import { z } from "zod";
import { addFailure, RestoreFailures } from "../../../core/autotune/restore/decide-retry.ts";
import type { ObligationReport } from "../../../core/contract/v1/obligation.ts";
import type { AgentStore } from "../open-store.ts";
import { appendEvent, type OutboxDraft } from "../outbox.ts";
import { type DrainedProvider, Obligation, type ObligationDraft, type ProcessOwner, reportOf } from "./obligation.ts";
import {
  type OwnerEnvironment,
  readObligationFiles,
  readOwnerEnvironment,
  removeObligationFile,
  writeObligationFile,
} from "./obligation-files.ts";

/** Restore obligations of a state folder, always in its agent.db whatever `--db-path` says (B102). Each change and its event commit together (OB1). */
export interface ObligationBook {
  /** Committed and on file before it returns, so that a drain may begin. The environment goes nowhere but on file. */
  open(draft: ObligationDraft, environment?: OwnerEnvironment): Obligation;
  /** Changes what a restore needs to know; durable before it returns. */
  change(obligation: Obligation, change: Partial<DrainedProvider>): Obligation;
  /** B36: compare-and-set on what was read; of any number of claimers exactly one gets it, the others null. */
  claim(seen: Obligation, by: ProcessOwner): Obligation | null;
  done(claimed: Obligation): void;
  /** A failed attempt goes back to `open` with error and count (B36, RO3). */
  failed(claimed: Obligation, error: string): Obligation;
  /** Open and claimed ones, oldest first; copies on file that the database lacks are taken in again (OB3). */
  unsettled(): Obligation[];
  /** What a drained process was started with; null when it could not be read, or its file is lost. */
  environmentOf(obligation: Obligation): OwnerEnvironment | null;
  find(id: string): Obligation | null;
}

export interface BookSetup {
  readonly store: AgentStore;
  readonly stateDir: string;
  readonly wallMs: () => number;
  readonly event: (
    type: "obligation.opened" | "obligation.cleared" | "obligation.failed",
    body: ObligationReport,
  ) => OutboxDraft;
}

const Row = z.object({
  id: z.string(),
  run_id: z.string().nullable(),
  kind: z.string(),
  state: z.string(),
  detail_json: z.string(),
  owner_pid: z.int(),
  owner_start: z.string().nullable(),
  attempts: z.int(),
  error: z.string().nullable(),
  opened_at_utc: z.string(),
  failures_json: z.string().nullable(),
});

const NO_FAILURES: RestoreFailures = { failedAtMs: [], isQuarantined: false };

function obligationOf(raw: unknown): Obligation {
  const row = Row.parse(raw);
  return Obligation.parse({
    id: row.id,
    tuneRunId: row.run_id,
    kind: row.kind,
    state: row.state,
    detail: JSON.parse(row.detail_json),
    owner: { pid: row.owner_pid, startTime: row.owner_start },
    attempts: row.attempts,
    error: row.error,
    openedAt: row.opened_at_utc,
    failures: row.failures_json === null ? NO_FAILURES : RestoreFailures.parse(JSON.parse(row.failures_json)),
  });
}

function insert({ store }: BookSetup, draft: ObligationDraft): boolean {
  const { changes } = store.db
    .prepare(
      `INSERT OR IGNORE INTO obligations (id, run_id, kind, state, detail_json, owner_pid, owner_start, opened_at_utc)
       VALUES (?, ?, ?, 'open', ?, ?, ?, ?)`,
    )
    .run(
      draft.id,
      draft.tuneRunId,
      draft.kind,
      JSON.stringify(draft.detail),
      draft.owner.pid,
      draft.owner.startTime,
      draft.openedAt,
    );
  return changes === 1;
}

function draftOf({ id, tuneRunId, kind, detail, owner, openedAt }: Obligation): ObligationDraft {
  return { id, tuneRunId, kind, detail, owner, openedAt };
}

function openOne(setup: BookSetup, draft: ObligationDraft, environment?: OwnerEnvironment): Obligation {
  const { store, stateDir, event } = setup;
  const obligation = Obligation.parse({ ...draft, state: "open", attempts: 0, error: null, failures: NO_FAILURES });
  store.transaction(() => {
    if (insert(setup, draft)) appendEvent(store, event("obligation.opened", reportOf(obligation)));
  });
  writeObligationFile(stateDir, draft, environment);
  return obligation;
}

function changeOne(
  { store, stateDir }: BookSetup,
  obligation: Obligation,
  change: Partial<DrainedProvider>,
): Obligation {
  const changed = { ...obligation, detail: { ...obligation.detail, ...change } };
  store.db
    .prepare("UPDATE obligations SET detail_json = ? WHERE id = ?")
    .run(JSON.stringify(changed.detail), changed.id);
  writeObligationFile(stateDir, draftOf(changed));
  return changed;
}

function claimOne({ store }: BookSetup, seen: Obligation, by: ProcessOwner): Obligation | null {
  if (seen.state === "done") return null;
  const { changes } = store.db
    .prepare(
      `UPDATE obligations SET state = 'claimed', owner_pid = ?, owner_start = ?
       WHERE id = ? AND state = ? AND owner_pid = ? AND owner_start IS ? AND attempts = ?`,
    )
    .run(by.pid, by.startTime, seen.id, seen.state, seen.owner.pid, seen.owner.startTime, seen.attempts);
  return changes === 1 ? { ...seen, state: "claimed", owner: by } : null;
}

/** Only the claimer ends its claim: one that was taken over meanwhile changes nothing. */
function endClaim(setup: BookSetup, next: Obligation): boolean {
  const { store, event } = setup;
  return store.transaction(() => {
    const { changes } = store.db
      .prepare(
        `UPDATE obligations SET state = ?, attempts = ?, error = ?, failures_json = ?
         WHERE id = ? AND state = 'claimed' AND owner_pid = ? AND owner_start IS ?`,
      )
      .run(
        next.state,
        next.attempts,
        next.error,
        JSON.stringify(next.failures),
        next.id,
        next.owner.pid,
        next.owner.startTime,
      );
    if (changes === 0) return false;
    appendEvent(store, event(next.state === "done" ? "obligation.cleared" : "obligation.failed", reportOf(next)));
    return true;
  });
}

function findOne({ store }: BookSetup, id: string): Obligation | null {
  const row = store.db.prepare("SELECT * FROM obligations WHERE id = ?").get(id);
  return row === undefined ? null : obligationOf(row);
}

function takeInFiles(setup: BookSetup): void {
  for (const draft of readObligationFiles(setup.stateDir)) {
    const stored = findOne(setup, draft.id);
    if (stored === null) openOne(setup, draft);
    else if (stored.state === "done") removeObligationFile(setup.stateDir, draft.id);
  }
}

/** The obligations of one state folder. */
export function openBook(setup: BookSetup): ObligationBook {
  return {
    open: (draft, environment) => openOne(setup, draft, environment),
    environmentOf: ({ id }) => readOwnerEnvironment(setup.stateDir, id),
    change: (obligation, change) => changeOne(setup, obligation, change),
    claim: (seen, by) => claimOne(setup, seen, by),
    done: (claimed) => {
      const isEnded = endClaim(setup, { ...claimed, state: "done", error: null });
      if (isEnded) removeObligationFile(setup.stateDir, claimed.id);
    },
    failed: (claimed, error) => {
      const failures = addFailure(claimed.failures, setup.wallMs());
      const next: Obligation = { ...claimed, state: "open", attempts: claimed.attempts + 1, error, failures };
      endClaim(setup, next);
      return next;
    },
    unsettled: () => {
      takeInFiles(setup);
      return setup.store.db
        .prepare("SELECT * FROM obligations WHERE state <> 'done' ORDER BY opened_at_utc, rowid")
        .all()
        .map(obligationOf);
    },
    find: (id) => findOne(setup, id),
  };
}

/** How many drained providers still wait for their restore (RO1). */
export function countOpenObligations(store: AgentStore): number {
  const count = store.db.prepare("SELECT count(*) AS n FROM obligations WHERE state <> 'done'").get()?.["n"];
  return typeof count === "number" ? count : 0;
}

/** QU6: whether a restore is in quarantine, so that no new job is taken. */
export function hasQuarantinedRestore(store: AgentStore): boolean {
  const rows = store.db.prepare("SELECT failures_json FROM obligations WHERE state <> 'done'").all();
  return rows.some(
    ({ failures_json: json }) => typeof json === "string" && RestoreFailures.parse(JSON.parse(json)).isQuarantined,
  );
}
