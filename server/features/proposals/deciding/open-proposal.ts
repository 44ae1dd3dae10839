import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { endRunning } from "../confirmation/end-running.ts";
import { expiredAt } from "../reading/standing.ts";
import { insertProposal, type NewProposal, openOnesOf, supersede } from "../repo.ts";
import { announce } from "./announce.ts";

/** Stores a proposal as the open one of its class; the one before is superseded, an expired one stays that, and the class's running confirmation void (TU41, AP7). */
export async function openProposal(
  ctx: Context,
  tx: Tx,
  what: Omit<NewProposal, "id" | "orgId" | "state" | "requestedBy" | "requestedAt">,
): Promise<{ id: string; number: number }> {
  const { app } = ctx;
  const { orgId } = ctx.scope;
  const requestedAt = app.clock.now();
  const requestedBy = requireActor(ctx).userId;
  const { baseSha: from } = what;
  const place = { orgId, class: what.class };
  const replaced = await openOnesOf(tx, place, expiredAt(requestedAt));
  const ids = replaced.map(({ id: old }) => old);
  await supersede(tx, { orgId, ids }, { at: requestedAt, by: requestedBy });
  const id = app.random.uuid();
  const number = await insertProposal(tx, { ...what, id, orgId, state: "open", requestedBy, requestedAt });
  for (const old of replaced) {
    await announce(ctx, tx, {
      row: { ...place, ...old },
      action: "superseded",
      from,
      to: from,
      detail: { by: number },
    });
  }
  await endRunning(app, tx, { ...place, reason: "a newer proposal for the class was made" });
  const { origin, recipeSha, evidenceBlake3 = null, method = null } = what;
  await announce(ctx, tx, {
    row: { ...place, id, number },
    action: "proposed",
    from,
    to: from,
    detail: { origin, recipeSha, evidence: evidenceBlake3, method, verdict: what.verdict ?? null },
  });
  return { id, number };
}
