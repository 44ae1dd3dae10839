import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import { canonicalJson } from "../../../../core/canonical/jcs.ts";
import { sha256Hex } from "../../../../core/canonical/sha256.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { findRun } from "../repo.ts";
import type { TrialStored } from "./store-trial.ts";
import { findVisitContent, insertVisit } from "./visit-repo.ts";

export interface VisitUpload {
  orgId: string;
  agentId: string;
  visit: TuneVisit;
  /** Sent without a job: only rows of a run by hand are (JK8). */
  isByHand: boolean;
}

/** M20, B126: one row a visit, kept as the agent stored it; a natural key has one content. */
export async function storeTuneVisit(app: App, tx: Tx, upload: VisitUpload): Promise<TrialStored> {
  const { orgId, agentId, visit } = upload;
  const run = await findRun(tx, { id: visit.tuneRunId, orgId });
  if (run === null || run.agentId !== agentId || (upload.isByHand && run.origin !== "local")) return "no_run";
  const contentSha256 = sha256Hex(canonicalJson(visit));
  const known = await findVisitContent(tx, { agentId, tuneRunId: run.id, seq: visit.seq });
  if (known !== null) return known.contentSha256 === contentSha256 ? "same" : "differs";
  const at = app.clock.now();
  const { seq, kind, strategy, rung, block, model, knobs, invalidReason, failure } = visit;
  await insertVisit(tx, {
    id: app.random.uuid(),
    orgId,
    agentId,
    tuneRunId: run.id,
    at: new Date(visit.at),
    receivedAt: at,
    ...{ seq, kind, strategy, rung, block, model, invalidReason, failure, contentSha256 },
    ...knobs,
    visitJson: JSON.stringify(visit),
  });
  await publish(tx, { orgId, at, topic: "tune", subject: run.id, kind: "visit" });
  return "stored";
}
