import type { AgentStore } from "./open-store.ts";

/** How many drained providers still wait for their restore (RO1). */
export function countOpenObligations(store: AgentStore): number {
  const count = store.db.prepare("SELECT count(*) AS n FROM obligations WHERE state <> 'done'").get()?.["n"];
  return typeof count === "number" ? count : 0;
}
