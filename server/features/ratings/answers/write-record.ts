import type { PairRecord, RatingRecord, RevokeRecord, SkipRecord } from "../../../../core/imaging/record/events.ts";
import type { Tx } from "../../../platform/app.ts";
import { uuidv7 } from "../../../platform/uuid-v7.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { appendRecord, markRevoked } from "../../images/index.ts";

type Stamp = "v" | "ts_unix_ms" | "event_id" | "rater_id";

/** What a kind's own keys say; version, time, event and rater are this module's (IM71). */
type NewRecordBody =
  | Omit<RatingRecord, Stamp>
  | Omit<PairRecord, Stamp>
  | Omit<SkipRecord, Stamp>
  | Omit<RevokeRecord, Stamp>;

interface Written {
  eventId: string;
  seq: number;
  tsUnixMs: bigint;
  receivedAt: Date;
}

/** Appends a rater's record to the log; every event is kept, whatever takes it back later (IM33). An `eventId` of the caller's must be one that no record has. */
export async function writeRecord(
  ctx: Context,
  tx: Tx,
  { body, class: label, eventId = uuidv7(ctx.app) }: { body: NewRecordBody; class: string | null; eventId?: string },
): Promise<Written> {
  const { app, scope } = ctx;
  const raterId = requireActor(ctx).userId;
  const receivedAt = app.clock.now();
  const tsUnixMs = receivedAt.getTime();
  const { kind, ...keys } = body;
  const record = { kind, v: 2, ts_unix_ms: tsUnixMs, event_id: eventId, rater_id: raterId, ...keys };
  const { seq } = await appendRecord(app, tx, {
    from: { orgId: scope.orgId, agentId: null, origin: "console" },
    index: {
      identity: `event:${eventId}`,
      kind,
      v: 2,
      tsUnixMs,
      eventId,
      runId: "run_id" in body ? (body.run_id ?? null) : null,
      pairId: "pair_id" in body ? (body.pair_id ?? null) : null,
      inputBlake3: "input_blake3" in body ? body.input_blake3 : null,
      class: label,
      raterId,
    },
    line: JSON.stringify(record),
  });
  return { eventId, seq, tsUnixMs: BigInt(tsUnixMs), receivedAt };
}

/** Takes an own event back by one that names it, called `as` where the caller has an id for it; both stay in the log (IM33). */
export async function revokeEvent(
  ctx: Context,
  tx: Tx,
  of: { eventId: string; class: string | null; as?: string },
): Promise<void> {
  const body = { kind: "revoke" as const, revokes: of.eventId };
  const { eventId } = await writeRecord(ctx, tx, {
    ...{ body, class: of.class },
    ...(of.as === undefined ? {} : { eventId: of.as }),
  });
  await markRevoked(tx, { orgId: ctx.scope.orgId, eventId: of.eventId, revokedBy: eventId });
}
