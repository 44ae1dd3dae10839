import { z } from "zod";
import { blake3Hex } from "../../core/canonical/blake3.ts";
import { canonicalJson } from "../../core/canonical/jcs.ts";
import { sha256Hex } from "../../core/canonical/sha256.ts";
import { type AgentEvent, EVENT_BODY_BYTES } from "../../core/contract/v1/events.ts";
import { encodeWire } from "../../core/contract/v1/wire.ts";
import { readMeta, writeMeta } from "./meta.ts";
import type { AgentStore } from "./open-store.ts";

/** An event before its stream gave it a number. `body` is in TypeScript keys. */
export interface OutboxDraft {
  eventId: string;
  stream: string;
  job?: string;
  fence?: string;
  type: string;
  body: unknown;
  atWall: string;
  atMonoMs: number;
  bootId: string;
}

const Row = z.object({
  event_id: z.string(),
  stream: z.string(),
  seq: z.int(),
  seq_end: z.int().nullable(),
  job: z.string().nullable(),
  fence: z.string().nullable(),
  type: z.string(),
  body_json: z.string(),
  body_sha256: z.string(),
  at_wall: z.string(),
  at_mono_ms: z.number(),
  boot_id: z.string(),
});

const LIMIT_BYTES = 512 * 1024 * 1024;
const BATCH_EVENTS = 200;
const BATCH_BYTES = 900_000;

/** Encodes a body once, so that what is hashed, stored and sent are the same JSON. */
function encodeBody(body: unknown): { json: string; sha256: string } {
  const json = canonicalJson(encodeWire(z.unknown(), body));
  return { json, sha256: sha256Hex(json) };
}

function takeSeq(store: AgentStore, stream: string): number {
  const row = store.db
    .prepare(
      `INSERT INTO outbox_streams (stream, next_seq) VALUES (?, 2)
       ON CONFLICT (stream) DO UPDATE SET next_seq = next_seq + 1 RETURNING next_seq - 1 AS seq`,
    )
    .get(stream);
  return z.object({ seq: z.int() }).parse(row).seq;
}

interface Numbered {
  seq: number;
  seqEnd: number | null;
}

function insert(store: AgentStore, draft: OutboxDraft, at: Numbered): void {
  const body = encodeBody(draft.body);
  store.db
    .prepare(
      `INSERT INTO outbox (event_id, stream, seq, seq_end, job, fence, type, body_json, body_sha256, at_wall, at_mono_ms, boot_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      draft.eventId,
      draft.stream,
      at.seq,
      at.seqEnd,
      draft.job ?? null,
      draft.fence ?? null,
      draft.type,
      body.json,
      body.sha256,
      draft.atWall,
      draft.atMonoMs,
      draft.bootId,
    );
}

/** A progress event that found the outbox full becomes part of one `outbox.dropped` event, so the stream stays gapless (OB2, INV-25). */
function drop(store: AgentStore, draft: OutboxDraft, seq: number): void {
  writeMeta(store, "outbox_dropped", (readMeta(store, "outbox_dropped", z.int()) ?? 0) + 1);
  const open = store.db
    .prepare(
      "SELECT event_id, seq FROM outbox WHERE stream = ? AND seq_end = ? AND type = 'outbox.dropped' AND is_offered = 0",
    )
    .get(draft.stream, seq - 1);
  const from = open === undefined ? seq : z.int().parse(open["seq"]);
  const body = { stream: draft.stream, from, to: seq };
  if (open === undefined) {
    insert(store, { ...draft, type: "outbox.dropped", body }, { seq, seqEnd: seq });
    return;
  }
  const encoded = encodeBody(body);
  store.db
    .prepare("UPDATE outbox SET seq_end = ?, body_json = ?, body_sha256 = ? WHERE stream = ? AND seq = ?")
    .run(seq, encoded.json, encoded.sha256, draft.stream, from);
}

/** Appends an event with the next number of its stream, in the caller's transaction if there is one. */
export function appendEvent(store: AgentStore, draft: OutboxDraft, limitBytes: number = LIMIT_BYTES): void {
  store.transaction(() => {
    const seq = takeSeq(store, draft.stream);
    const bytes = readMeta(store, "outbox_bytes", z.int()) ?? 0;
    if (draft.type === "job.progress" && bytes >= limitBytes) drop(store, draft, seq);
    else insert(store, draft, { seq, seqEnd: null });
  });
}

/** The next batch to send, in order within each stream: at most 200 events and 900 kB of bodies, those of blobs counted too. */
export function pendingEvents(store: AgentStore): AgentEvent[] {
  const rows = z
    .array(Row)
    .parse(store.db.prepare("SELECT * FROM outbox ORDER BY stream, seq LIMIT ?").all(BATCH_EVENTS));
  const batch: AgentEvent[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += Buffer.byteLength(row.body_json);
    if (batch.length > 0 && bytes > BATCH_BYTES) break;
    batch.push(eventOf(row));
    if (row.type === "outbox.dropped") {
      store.db.prepare("UPDATE outbox SET is_offered = 1 WHERE event_id = ?").run(row.event_id);
    }
  }
  return batch;
}

/** BL4: a body over the limit travels as a blob of the very text that was hashed. */
function placedBody(json: string): Pick<AgentEvent, "body" | "bodyBlob"> {
  const text = new TextEncoder().encode(json);
  return text.length > EVENT_BODY_BYTES ? { body: null, bodyBlob: blake3Hex(text) } : { body: JSON.parse(json) };
}

/** The JCS text of an event's body in UTF-8; null when the event left the outbox. */
export function bodyText(store: AgentStore, eventId: string): Uint8Array<ArrayBuffer> | null {
  const row = store.db.prepare("SELECT body_json FROM outbox WHERE event_id = ?").get(eventId);
  return row === undefined ? null : new TextEncoder().encode(z.string().parse(row["body_json"]));
}

function eventOf(row: z.infer<typeof Row>): AgentEvent {
  return {
    eventId: row.event_id,
    stream: row.stream,
    seq: row.seq,
    ...(row.seq_end === null ? {} : { seqEnd: row.seq_end }),
    ...(row.job === null ? {} : { job: row.job }),
    ...(row.fence === null ? {} : { fence: row.fence }),
    type: row.type,
    ...placedBody(row.body_json),
    bodySha256: row.body_sha256,
    atWall: row.at_wall,
    atMonoMs: row.at_mono_ms,
    bootId: row.boot_id,
  };
}

/** Deletes events the server named stored, duplicate or refused; nothing else deletes one (INV-10). */
export function forgetEvents(store: AgentStore, eventIds: readonly string[]): void {
  store.transaction(() => {
    const remove = store.db.prepare("DELETE FROM outbox WHERE event_id = ?");
    for (const id of eventIds) remove.run(id);
  });
}

/** What poll tells the console about the outbox; `oldestWall` is null when it is empty. */
export function outboxState(store: AgentStore): { pending: number; oldestWall: string | null; dropped: number } {
  const row = z
    .object({ pending: z.int(), oldest: z.string().nullable() })
    .parse(store.db.prepare("SELECT count(*) AS pending, min(at_wall) AS oldest FROM outbox").get());
  return {
    pending: row.pending,
    oldestWall: row.oldest,
    dropped: readMeta(store, "outbox_dropped", z.int()) ?? 0,
  };
}

/**
 * Closes a gap below what is still here: a console recovered from a backup may want numbers that were already
 * acknowledged and deleted. They become one `outbox.dropped` event, so the stream goes on (OB2).
 */
export function closeGap(
  store: AgentStore,
  wanted: { stream: string; seq: number },
  draft: Omit<OutboxDraft, "type" | "body">,
): void {
  store.transaction(() => {
    const lowest = store.db.prepare("SELECT min(seq) AS seq FROM outbox WHERE stream = ?").get(wanted.stream)?.["seq"];
    if (typeof lowest !== "number" || lowest <= wanted.seq) return;
    const body = { stream: wanted.stream, from: wanted.seq, to: lowest - 1 };
    insert(
      store,
      { ...draft, stream: wanted.stream, type: "outbox.dropped", body },
      { seq: wanted.seq, seqEnd: lowest - 1 },
    );
  });
}
