import type { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { cancelJob } from "../../jobs/index.ts";
import { tuneStateOf } from "../../tunes/index.ts";
import { findProbe } from "../repo.ts";
import type { CancelProbeInput, CancelProbeOutput } from "../schema.ts";

/** T5, T10: asks the machine to stop, or takes the probe out of the queue; asking twice changes nothing. */
export function cancelProbe(
  ctx: Context,
  input: z.infer<typeof CancelProbeInput>,
): Promise<z.infer<typeof CancelProbeOutput>> {
  const actor = requireActor(ctx);
  const { orgId } = ctx.scope;
  return transaction(ctx.app, "probes.cancel", async (tx) => {
    const probe = await findProbe(tx, { id: input.id, orgId });
    if (probe === null) throw new AppError("NOT_FOUND");
    const wish = { by: actor.name, actor: actor.userId, reason: input.reason };
    const state = await cancelJob(ctx.app, tx, { jobId: probe.jobId, orgId, ...wish });
    return { state: tuneStateOf(state, false) };
  });
}
