import type { TuneFinished, TuneStarted } from "../../../../core/contract/v1/events.ts";
import { MachineFacts } from "../../../../core/contract/v1/facts.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { machineOf, planOf } from "../reading/run-facts.ts";
import { findRun, insertRun, machineFactsOf, nextRunNumber, ownerOfRun } from "../repo.ts";
import { storeReportedEnd } from "./finish-tune.ts";
import type { TrialStored } from "./store-trial.ts";

interface Source {
  orgId: string;
  agentId: string;
}

/** ID5, B127: the row of a run made by hand on an enrolled Mac, origin `local`, no job; a run id has one owner and one plan. */
export async function startLocalTune(
  app: App,
  tx: Tx,
  { from, run }: { from: Source; run: TuneStarted },
): Promise<TrialStored> {
  const { orgId, agentId } = from;
  const owner = await ownerOfRun(tx, run.runId);
  if (owner !== null)
    return owner.agentId === agentId && owner.orgId === orgId ? sameOrOther(tx, from, run) : "differs";
  const facts = await machineFactsOf(tx, from);
  if (facts === null) return "no_run";
  const { chip, ramGb, osVersion } = run.machine;
  const at = app.clock.now();
  await insertRun(tx, {
    id: run.runId,
    orgId,
    agentId,
    jobId: null,
    number: await nextRunNumber(tx, orgId),
    origin: "local",
    planJson: JSON.stringify(run.plan),
    targetContext: run.plan.targetContext,
    strategy: run.plan.strategy,
    engine: run.engine,
    engineVersion: run.engineVersion,
    specVersion: run.specVersion,
    binaryVersion: run.binaryVersion,
    requestedAt: new Date(run.startedAt),
    startedAt: new Date(run.startedAt),
    machineJson: JSON.stringify({ ...machineOf(MachineFacts.parse(JSON.parse(facts))), chip, ramGb, osVersion }),
  });
  await publish(tx, { orgId, at, topic: "tune", subject: run.runId, kind: "started" });
  await publish(tx, { orgId, at, topic: "fleet", subject: agentId, kind: "tune" });
  return "stored";
}

async function sameOrOther(tx: Tx, { orgId }: Source, run: TuneStarted): Promise<TrialStored> {
  const known = await findRun(tx, { id: run.runId, orgId });
  const isSame = known !== null && JSON.stringify(planOf(known)) === JSON.stringify(run.plan);
  return isSame && known.origin === "local" ? "same" : "differs";
}

/** B89, B127: the end of a run by hand, judged as a console run's is; a second end changes nothing. */
export async function finishLocalTune(
  app: App,
  tx: Tx,
  { from, finished }: { from: Source; finished: TuneFinished },
): Promise<TrialStored> {
  const run = await findRun(tx, { id: finished.runId, orgId: from.orgId });
  if (run === null || run.agentId !== from.agentId || run.origin !== "local") return "no_run";
  if (run.finishedReportedAt !== null) return "same";
  return (await storeReportedEnd(app, tx, { run, finished })) === "hash_mismatch" ? "differs" : "stored";
}
