import type { ObligationReport } from "../../../../core/contract/v1/obligation.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { findObligation, putObligation } from "./obligation-repo.ts";

export interface ReportedObligation {
  orgId: string;
  agentId: string;
  event: "opened" | "cleared" | "failed";
  report: ObligationReport;
}

/** RO1, RO3, PR4: how a machine's restore obligation stands; a cleared one stays cleared, another machine's id is refused. */
export async function storeObligation(app: App, tx: Tx, reported: ReportedObligation): Promise<"stored" | "differs"> {
  const { orgId, agentId, event, report } = reported;
  const standing = await findObligation(tx, report.id);
  if (standing !== null && standing.agentId !== agentId) return "differs";
  if (standing?.state === "cleared") return "stored";
  const at = app.clock.now();
  const openState = report.isQuarantined ? "quarantined" : "open";
  await putObligation(tx, {
    id: report.id,
    orgId,
    agentId,
    tuneRunId: report.tuneRunId,
    kind: report.kind,
    label: report.label,
    state: event === "cleared" ? "cleared" : openState,
    attempts: report.attempts,
    error: report.error,
    openedAt: new Date(report.openedAt),
    clearedAt: event === "cleared" ? at : null,
    receivedAt: at,
  });
  await publish(tx, { orgId, at, topic: "fleet", subject: agentId, kind: "obligation" });
  return "stored";
}
