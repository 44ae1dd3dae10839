import type { z } from "zod";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import type { FlagInput, FlagOutput } from "../schema.ts";
import { findInputs, flagUnusable } from "./input-repo.ts";

/** IM55: `unusable` may act on many pictures; it is a flag, not a low score (IM34). */
export function flagInputs(ctx: Context, input: z.infer<typeof FlagInput>): Promise<z.infer<typeof FlagOutput>> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  return transaction(app, "images.flag", async (tx) => {
    const hashes = (await findInputs(tx, orgId, input.inputs)).map(({ blake3 }) => blake3);
    await flagUnusable(tx, { orgId, hashes }, input.isUnusable);
    await publish(tx, { orgId, at: app.clock.now(), topic: "image", subject: "inputs", kind: "input" });
    return { flagged: hashes.length };
  });
}
