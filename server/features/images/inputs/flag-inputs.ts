import type { z } from "zod";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import type { FlagInput, FlagOutput } from "../schema.ts";
import { clearFlags, flagUnusable } from "./flag-repo.ts";
import { findInputs } from "./input-repo.ts";

/** IM55: `unusable` may act on many pictures; it is a flag, not a low score (IM34). Who says they can be used overrules every flag. */
export function flagInputs(ctx: Context, input: z.infer<typeof FlagInput>): Promise<z.infer<typeof FlagOutput>> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const { userId: by } = requireActor(ctx);
  return transaction(app, "images.flag", async (tx) => {
    const rows = await findInputs(tx, orgId, input.inputs);
    const hashes = rows.map(({ blake3 }) => blake3);
    const changed = rows.filter((row) => row.isUnusable !== input.isUnusable).map(({ blake3 }) => blake3);
    if (input.isUnusable) {
      await flagUnusable(tx, { orgId, hashes, flagId: `selection:${by}`, by, at: app.clock.now() });
    } else await clearFlags(tx, { orgId, hashes });
    await publish(tx, { orgId, at: app.clock.now(), topic: "image", subject: "inputs", kind: "input" });
    return { flagged: hashes.length, changed };
  });
}
