import type { Db, Tx } from "../../platform/app.ts";
import { listOfObject } from "./repo.ts";

const MOST_ENTRIES = 500;

/** One entry of the audit log about an object; `detail` as it was recorded. */
export interface HistoryEntry {
  at: Date;
  actor: string;
  action: string;
  detail: unknown;
}

/** What the audit log holds about one object since it was made, oldest first; there is no other history (E10). */
export async function historyOf(
  tx: Db | Tx,
  of: { orgId: string; object: string; since: Date },
): Promise<HistoryEntry[]> {
  const rows = await listOfObject(tx, of, MOST_ENTRIES);
  return rows.map(({ at, actor, action, detailJson }) => ({
    at,
    actor,
    action,
    detail: detailJson === null ? null : JSON.parse(detailJson),
  }));
}
