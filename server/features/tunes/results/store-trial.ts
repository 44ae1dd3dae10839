import { isLagUsual } from "../../../../core/autotune/evidence/visit-outcome.ts";
import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import { TpsMethod } from "../../../../core/measuring/replicate.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { planOf, visitOf } from "../reading/run-facts.ts";
import { findRun, findTrialContent, insertTrial, type RunRow, trialsOfRuns } from "../repo.ts";
import { recheckCell, recheckTrial } from "./recheck.ts";
import { contentHash, rowOfTrial } from "./trial-rows.ts";
import { visitTextsOf } from "./visit-repo.ts";

/** `same` was stored before; `differs` is refused, because a natural key has one content (B126). */
export type TrialStored = "stored" | "same" | "differs" | "no_run";

export interface TrialUpload {
  orgId: string;
  agentId: string;
  trial: TuneTrial;
  /** Sent without a job: only rows of a run by hand are (JK8). */
  isByHand: boolean;
}

/** B126, M20: one row a trial and one a raw volley, with what the server's own recomputation found. */
export async function storeTuneTrial(app: App, tx: Tx, upload: TrialUpload): Promise<TrialStored> {
  const { orgId, agentId, trial } = upload;
  const run = await findRun(tx, { id: trial.tuneRunId, orgId });
  if (run === null || run.agentId !== agentId || (upload.isByHand && run.origin !== "local")) return "no_run";
  const key = { agentId, tuneRunId: run.id, localId: trial.localId };
  const known = await findTrialContent(tx, key);
  if (known !== null) return known.contentSha256 === contentHash(trial) ? "same" : "differs";
  const at = app.clock.now();
  await insertTrial(
    tx,
    {
      ...rowOfTrial(trial),
      id: app.random.uuid(),
      orgId,
      agentId,
      receivedAt: at,
      recheck: await recheck(tx, { run, trial }),
    },
    trial.replicates.map((raw) => ({ isWarmUp: raw.isWarmUp, rawJson: JSON.stringify(raw) })),
  );
  await publish(tx, { orgId, at, topic: "tune", subject: run.id, kind: "trial" });
  return "stored";
}

/** A cell of `blocked-halving` has its raw volleys in its visits, which came before it (M20). */
async function recheck(tx: Tx, { run, trial }: { run: RunRow; trial: TuneTrial }): Promise<string | null> {
  const plan = planOf(run);
  const { orgId } = run;
  const method = await fixedMethod(tx, orgId, trial);
  if (plan.strategy !== "blocked-halving" || trial.stage === 1) return recheckTrial(trial, plan, method);
  const visits = (await visitTextsOf(tx, orgId, run.id)).map(visitOf);
  return recheckCell(trial, visits, { method, gateTtftMs: plan.gateTtftMs, isLagUsual: isLagUsual(visits, []) });
}

/** B112: the method of the run's first measured trial before this one. */
async function fixedMethod(tx: Tx, orgId: string, trial: TuneTrial): Promise<TpsMethod | null> {
  const earlier = await trialsOfRuns(tx, orgId, [trial.tuneRunId]);
  const first = earlier.find(({ localId, tpsMethod }) => localId < trial.localId && tpsMethod !== null);
  return first === undefined ? null : TpsMethod.parse(first.tpsMethod);
}
