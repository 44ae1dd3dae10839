import type { Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { appendAudit } from "../../activity/index.ts";
import { auditObject } from "../reading/history.ts";

interface Act {
  readonly row: { readonly id: string; readonly orgId: string; readonly number: number; readonly class: string };
  readonly action: "proposed" | "approved" | "rejected" | "superseded";
  /** Live before and after. */
  readonly from: string | null;
  readonly to: string | null;
  readonly detail: object;
}

/** The audit row of an act on a proposal (AP6) and its pointer in the live feed, in the transaction of the act. */
export async function announce(ctx: Context, tx: Tx, { row, action, from, to, detail }: Act): Promise<void> {
  const actor = requireActor(ctx);
  const { id, orgId, number, class: label } = row;
  const at = ctx.app.clock.now();
  await appendAudit(tx, {
    orgId,
    at,
    actor: actor.userId,
    address: ctx.address,
    action: `image_proposal.${action}`,
    object: auditObject(id),
    beforeHash: from,
    afterHash: to,
    detail: { number, class: label, session: actor.sessionId, ...detail },
  });
  await publish(tx, { orgId, at, topic: "image", subject: id, kind: "proposal" });
}
