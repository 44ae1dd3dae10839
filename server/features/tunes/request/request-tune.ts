import type { z } from "zod";
import { parsePlanFlags } from "../../../../core/autotune/parse-plan.ts";
import type { TunePlan } from "../../../../core/autotune/tune-plan.ts";
import type { TuneParams } from "../../../../core/contract/v1/job.ts";
import { isJobEnd } from "../../../../core/leases/job-transition.ts";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import { authorise } from "../../../trpc/authorise.ts";
import type { Actor, Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { appendAudit } from "../../activity/index.ts";
import { createJob, findJob, findJobByRequestKey, type Host, jobStateOf } from "../../jobs/index.ts";
import { labelOf, machineOf } from "../reading/run-facts.ts";
import { findRun, findRunOfJob, insertRun, nextRunNumber } from "../repo.ts";
import type { RequestTuneInput, RequestTuneOutput } from "../schema.ts";
import { CONSOLE_PLAN, engineBlockers, requireHost } from "./preview-tune.ts";

type Input = z.infer<typeof RequestTuneInput>;
type Output = z.infer<typeof RequestTuneOutput>;

/** B120: a tune job with its run, put into the machine's queue; the same request key gives the same run (H-34). */
export async function requestTune(ctx: Context, input: Input): Promise<Output> {
  const actor = requireActor(ctx);
  if (input.drain === true) await authorise(ctx, "drain");
  const host = await requireHost(ctx, input.agentId);
  const parsed = parsePlanFlags(input.flags, input.list, CONSOLE_PLAN);
  if (parsed.kind === "error") {
    throw new AppError("PLAN_INVALID", {
      message: parsed.message,
      details: { flag: parsed.flag, message: parsed.message },
    });
  }
  const [blocker] = engineBlockers(host, input.engine);
  if (blocker !== undefined) throw new AppError("BAD_INPUT", { message: blocker });
  return transaction(ctx.app, "tunes.request", async (tx) => {
    const { orgId } = ctx.scope;
    const same = await findJobByRequestKey(tx, { orgId, requestKey: input.requestKey });
    const made = same === null ? null : await findRunOfJob(tx, { orgId, jobId: same.id });
    if (made !== null) return { tuneRunId: made.id, label: labelOf(made) };
    if (host.row.state !== "ACTIVE") throw new AppError("AGENT_UNAVAILABLE");
    return storeRequest(ctx, tx, { input, actor, host, plan: parsed.plan });
  });
}

interface Request {
  input: Input;
  actor: Actor;
  host: Host;
  plan: TunePlan;
}

async function storeRequest(ctx: Context, tx: Tx, request: Request): Promise<Output> {
  const { app, scope, address } = ctx;
  const { input, actor, host, plan } = request;
  const id = app.random.uuid();
  const number = await nextRunNumber(tx, scope.orgId);
  const at = app.clock.now();
  const approval = { approvedBy: actor.name, at: at.toISOString(), runId: id };
  const params: TuneParams = {
    runId: id,
    plan,
    engine: input.engine ?? "embedded",
    ...(input.drain === true ? { drainApproval: approval } : {}),
  };
  const job = await createJob(app, tx, {
    orgId: scope.orgId,
    agentId: host.row.id,
    kind: "tune",
    params,
    requestedBy: actor.name,
    actor: actor.userId,
    address,
    requestKey: input.requestKey,
    retryOf: await endedJobOf(ctx, tx, input.retryOf ?? null),
    label: labelOf({ number }),
  });
  if (input.drain === true) {
    const object = `tune:${id}`;
    const detail = { agent: host.row.id, job: job.id };
    const entry = { orgId: scope.orgId, at, actor: actor.userId, address };
    await appendAudit(tx, { ...entry, action: "tune.drain_approved", object, detail });
  }
  await insertRun(tx, {
    id,
    orgId: scope.orgId,
    agentId: host.row.id,
    jobId: job.id,
    number,
    origin: "console",
    planJson: JSON.stringify(plan),
    targetContext: plan.targetContext,
    strategy: plan.strategy,
    requestedAt: at,
    machineJson: JSON.stringify(machineOf(host.facts)),
  });
  return { tuneRunId: id, label: labelOf({ number }) };
}

/** T9: a run again starts from an end; the old row never changes. */
async function endedJobOf(ctx: Context, tx: Tx, tuneRunId: string | null): Promise<string | null> {
  if (tuneRunId === null) return null;
  const { orgId } = ctx.scope;
  const run = await findRun(tx, { id: tuneRunId, orgId });
  if (run === null) throw new AppError("NOT_FOUND");
  const job = run.jobId === null ? null : await findJob(tx, { id: run.jobId, orgId });
  if (job !== null && !isJobEnd(jobStateOf(job))) {
    throw new AppError("BAD_INPUT", { message: `${labelOf(run)} has not ended yet` });
  }
  return job?.id ?? null;
}
