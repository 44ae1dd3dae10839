import { makePromotion, recordLine } from "../../../../core/imaging/record/record.ts";
import type { Tx } from "../../../platform/app.ts";
import { uuidv7 } from "../../../platform/uuid-v7.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { appendRecord } from "../../images/index.ts";
import type { ProposalRecord } from "../repo.ts";

interface Promoted {
  readonly row: ProposalRecord;
  /** Live until now; a class without a live recipe has no promotion to record. */
  readonly from: string | null;
  readonly isForced: boolean;
  readonly reason: string | null;
}

/** Appends the `promotion` record to the feedback log (images.md 6.1, TU47). */
export async function writePromotion(ctx: Context, tx: Tx, { row, from, isForced, reason }: Promoted): Promise<void> {
  if (from === null) return;
  const { app } = ctx;
  const tsUnixMs = app.clock.now().getTime();
  const eventId = uuidv7(app);
  const record = makePromotion({
    ts_unix_ms: tsUnixMs,
    event_id: eventId,
    class: row.class,
    base_sha: from,
    recipe_sha: row.recipeSha,
    forced: isForced,
    ...(reason === null ? {} : { reason }),
    by: requireActor(ctx).userId,
  });
  await appendRecord(app, tx, {
    from: { orgId: row.orgId, agentId: null, origin: "console" },
    index: { identity: `event:${eventId}`, kind: "promotion", v: 2, tsUnixMs, eventId, class: row.class },
    line: recordLine(record),
  });
}
