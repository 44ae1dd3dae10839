import { CompactSign } from "jose";
import { canonicalJson } from "../../../../core/canonical/jcs.ts";
import { JobEnvelope } from "../../../../core/contract/v1/job.ts";
import type { Offer } from "../../../../core/contract/v1/messages.ts";
import { encodeWire } from "../../../../core/contract/v1/wire.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { transaction } from "../../../platform/transaction.ts";
import { grantBlockers, hostOf } from "../hosts/host.ts";
import { fenceOf, rulesOf, tuneParamsOf } from "../job-kinds.ts";
import { orderQueue } from "../queue/queue-order.ts";
import { changeJob, findHost, type JobRow, lastRequester, liveJob, queuedJobs } from "../repo.ts";
import { attemptMove } from "../transitions.ts";

/** SE1. */
const ENVELOPE_LIFE_S = 600;
const UNSIGNABLE = "unsignable";

type Offered = NonNullable<Offer>;

export interface WorkAsk {
  host: { id: string; orgId: string };
  /** Jobs the agent says it has. */
  busyWith: string[];
  canTakeJob: boolean;
}

/** T1, MS2: the next job of this machine, or again the one whose offer was lost; null when there is nothing to do. */
export async function offerWork(app: App, ask: WorkAsk): Promise<Offered | null> {
  const { id, orgId } = ask.host;
  const live = await liveJob(app.db, orgId, id);
  if (live !== null) return ask.busyWith.includes(live.id) ? null : sameOffer(app, live);
  if (!ask.canTakeJob || ask.busyWith.length > 0) return null;
  if ((await queuedJobs(app.db, orgId, id)).length === 0) return null;
  return transaction(app, "jobs.grant", (tx) => grantNext(app, tx, ask.host));
}

/** MS2: the same bytes while nothing was started under them (LE3) and the envelope is still good. */
function sameOffer(app: App, job: JobRow): Offered | null {
  const fence = fenceOf(job);
  if (job.state !== "LEASED" || job.isRenewed || job.envelope === null || fence === null || job.leaseUntil === null) {
    return null;
  }
  const { leaseTtlMs } = rulesOf(job);
  const ageMs = app.clock.now().getTime() - (job.leaseUntil.getTime() - leaseTtlMs);
  if (ageMs >= ENVELOPE_LIFE_S * 1000) return null;
  return { job: job.id, fence, attempt: job.attempt, leaseMs: leaseTtlMs, envelope: job.envelope };
}

async function grantNext(app: App, tx: Tx, host: { id: string; orgId: string }): Promise<Offered | null> {
  const row = await findHost(tx, { id: host.id, orgId: host.orgId });
  if (row === null || (await liveJob(tx, host.orgId, host.id)) !== null) return null;
  const waiting = await queuedJobs(tx, host.orgId, host.id);
  const machine = hostOf(app, row);
  for (const job of orderQueue(waiting, await lastRequester(tx, host.orgId, host.id))) {
    if (await refuseUnsignable(app, tx, job)) continue;
    const rules = rulesOf(job);
    const now = app.clock.now();
    const decision = await attemptMove(app, tx, {
      job,
      actor: `agent:${host.id}`,
      trigger: {
        kind: "grant",
        nowMs: now.getTime(),
        leaseTtlMs: rules.leaseTtlMs,
        processEpoch: app.serverEpoch,
        isAgentFree: true,
        isAgentAllowed: grantBlockers(machine, job.kind).length === 0,
      },
      change: { runDeadlineAt: new Date(now.getTime() + rules.runMs), deferReason: null },
    });
    if (decision.kind !== "move" || decision.patch.fence === undefined) continue;
    const { fence, attempt = 1 } = decision.patch;
    const jti = app.random.uuid();
    const envelope = await signEnvelope(app, { job, fence, attempt, jti });
    await changeJob(tx, job, { jti, envelope });
    return { job: job.id, fence, attempt, leaseMs: rules.leaseTtlMs, envelope };
  }
  return null;
}

/** T13: one job that cannot be signed ends alone, the jobs behind it go on. */
async function refuseUnsignable(app: App, tx: Tx, job: JobRow): Promise<boolean> {
  try {
    canonicalJson(paramsOf(job));
    return false;
  } catch (err) {
    app.log.error({ err, jobId: job.id }, "a job cannot be signed");
  }
  const outcomeNote = "its parameters cannot be signed";
  const change = { exitReason: UNSIGNABLE, outcomeNote };
  const move = { job, actor: "console", trigger: { kind: "unsignable" as const }, detail: outcomeNote, change };
  return (await attemptMove(app, tx, move)).kind === "move";
}

const paramsOf = (job: JobRow): unknown => tuneParamsOf(job) ?? JSON.parse(job.paramsJson);

/** SE1: a compact JWS over the canonical bytes of the wire form. */
async function signEnvelope(
  app: App,
  grant: { job: JobRow; fence: string; attempt: number; jti: string },
): Promise<string> {
  const { job, fence, attempt, jti } = grant;
  const nowS = Math.floor(app.clock.now().getTime() / 1000);
  const payload = encodeWire(JobEnvelope, {
    v: 1,
    iss: app.serverId,
    aud: job.agentId,
    org: job.orgId,
    job: job.id,
    kind: job.kind,
    params: paramsOf(job),
    fence,
    attempt,
    approval: null,
    nbf: nowS,
    exp: nowS + ENVELOPE_LIFE_S,
    jti,
  });
  return new CompactSign(new TextEncoder().encode(canonicalJson(payload)))
    .setProtectedHeader({ alg: "EdDSA", typ: "espalier-job+jws", kid: app.keys.jobKeyId })
    .sign(app.keys.jobPrivateKey);
}
