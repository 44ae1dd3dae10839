import type { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { cancelJob } from "../../jobs/index.ts";
import { tuneStateOf } from "../reading/tune-state.ts";
import { findRun } from "../repo.ts";
import type { CancelTuneInput, CancelTuneOutput } from "../schema.ts";

/** T5, T10: asks the machine to stop, or takes the run out of the queue; asking twice changes nothing. */
export function cancelTune(
  ctx: Context,
  input: z.infer<typeof CancelTuneInput>,
): Promise<z.infer<typeof CancelTuneOutput>> {
  const actor = requireActor(ctx);
  const { orgId } = ctx.scope;
  return transaction(ctx.app, "tunes.cancel", async (tx) => {
    const run = await findRun(tx, { id: input.id, orgId });
    if (run === null) throw new AppError("NOT_FOUND");
    const wish = { by: actor.name, actor: actor.userId, reason: input.reason };
    const state = await cancelJob(ctx.app, tx, { jobId: run.jobId, orgId, ...wish });
    return { state: tuneStateOf(state, false) };
  });
}
