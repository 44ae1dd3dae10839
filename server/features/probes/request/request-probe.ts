import type { z } from "zod";
import type { ProbeParams } from "../../../../core/contract/v1/job.ts";
import { AppError } from "../../../platform/errors.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { createJob, findHostOf, findJobByRequestKey, probeParamsOf } from "../../jobs/index.ts";
import { insertProbe } from "../repo.ts";
import type { RequestProbeInput, RequestProbeOutput } from "../schema.ts";

/** A probe job with its row, put into the machine's queue; the same request key gives the same probe (H-34). */
export async function requestProbe(
  ctx: Context,
  input: z.infer<typeof RequestProbeInput>,
): Promise<z.infer<typeof RequestProbeOutput>> {
  const actor = requireActor(ctx);
  const { app, address } = ctx;
  const { orgId } = ctx.scope;
  const host = await findHostOf(app, { id: input.agentId, orgId });
  if (host === null) throw new AppError("NOT_FOUND");
  return transaction(app, "probes.request", async (tx) => {
    const same = await findJobByRequestKey(tx, { orgId, requestKey: input.requestKey });
    const made = same === null ? null : probeParamsOf(same);
    if (made !== null) return { probeId: made.probeId };
    if (host.row.state !== "ACTIVE") throw new AppError("AGENT_UNAVAILABLE");
    const probeId = app.random.uuid();
    const params: ProbeParams = { probeId, target: "live", purpose: "measure", profile: input.profile };
    const job = await createJob(app, tx, {
      orgId,
      agentId: host.row.id,
      kind: "probe",
      params,
      requestedBy: actor.name,
      actor: actor.userId,
      address,
      requestKey: input.requestKey,
      retryOf: null,
      label: `a newer probe (${input.profile})`,
    });
    const at = app.clock.now();
    await insertProbe(tx, {
      id: probeId,
      orgId,
      agentId: host.row.id,
      jobId: job.id,
      origin: "console",
      profile: input.profile,
      purpose: "measure",
      requestedBy: actor.name,
      requestedAt: at,
      receivedAt: at,
    });
    await publish(tx, { orgId, at, topic: "probe", subject: probeId, kind: "requested" });
    return { probeId };
  });
}
