import type { Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import type { Context } from "../../../trpc/context.ts";

/** Tells open pages that answers to pictures of a class have changed (IM66, H-20); the last step of a transaction, so that the feed's counter is held for a moment only. */
export async function announceAnswer(ctx: Context, tx: Tx, label: string): Promise<void> {
  const at = ctx.app.clock.now();
  await publish(tx, { orgId: ctx.scope.orgId, at, topic: "image", subject: label, kind: "rating" });
}
