import { uuidV7 } from "../../../../core/canonical/uuid-v7.ts";
import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { insertRecord, takePlace } from "../record-repo.ts";

/** What a kind's own keys say; `kind`, `v`, time, event and rater are this module's (IM71). */
export type NewRecordBody =
  | {
      kind: "rating";
      input_blake3: string;
      score: number;
      notes?: string;
      run_id: string;
      output_blake3?: string;
      blind: boolean;
      warmup?: true;
      view: { zoom100: boolean; ms_on_image: number };
      replaces?: string;
    }
  | {
      kind: "pair";
      left_run: string;
      right_run: string;
      verdict: string;
      shown_left: "live" | "candidate" | "none";
      ms: number;
      confirmation_id?: string;
      warmup?: true;
    }
  | { kind: "skip"; run_id?: string; pair_id?: string; reason: string }
  | { kind: "revoke"; revokes: string };

export interface Written {
  eventId: string;
  seq: number;
  tsUnixMs: bigint;
  receivedAt: Date;
}

const UUID_NOISE_BYTES = 10;
const utf8 = new TextEncoder();

/** Appends a rater's record to the log; every event is kept, whatever takes it back later (IM33). */
export async function writeRecord(
  ctx: Context,
  tx: Tx,
  { body, class: label }: { body: NewRecordBody; class: string | null },
): Promise<Written> {
  const { app, scope } = ctx;
  const raterId = requireActor(ctx).userId;
  const receivedAt = app.clock.now();
  const nowMs = receivedAt.getTime();
  const eventId = uuidV7(nowMs, app.random.bytes(UUID_NOISE_BYTES));
  const seq = await takePlace(tx, scope.orgId);
  const { kind, ...keys } = body;
  const record = { kind, v: 2, ts_unix_ms: nowMs, event_id: eventId, rater_id: raterId, ...keys };
  await insertRecord(tx, {
    orgId: scope.orgId,
    seq,
    identity: `event:${eventId}`,
    kind,
    v: 2,
    tsUnixMs: BigInt(nowMs),
    eventId,
    runId: "run_id" in body ? (body.run_id ?? null) : null,
    pairId: "pair_id" in body ? (body.pair_id ?? null) : null,
    inputBlake3: "input_blake3" in body ? body.input_blake3 : null,
    class: label,
    raterId,
    origin: "console",
    line: utf8.encode(JSON.stringify(record)),
    receivedAt,
  });
  return { eventId, seq, tsUnixMs: BigInt(nowMs), receivedAt };
}
