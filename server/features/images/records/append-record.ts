import { canonicalJson } from "../../../../core/canonical/jcs.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { findRecord, insertRecords, takePlaces } from "./record-repo.ts";

/** What the log is searched by, beside the line itself. */
export interface RecordIndex {
  /** `run:<run_id>`, `event:<event_id>`, `classification:…`, or `line:<blake3>` of a v1 line. */
  identity: string;
  kind: string;
  v: number | null;
  tsUnixMs: number;
  eventId?: string | null;
  runId?: string | null;
  pairId?: string | null;
  inputBlake3?: string | null;
  class?: string | null;
  raterId?: string | null;
}

export interface RecordSource {
  orgId: string;
  agentId: string | null;
  origin: "console" | "share" | "import";
  importId?: string | null;
}

/** `same` was stored before, in whatever order of its keys; `differs` is another record under a known identity, which is not stored. */
export type Appended = { kind: "stored" | "same" | "differs"; seq: number };

const utf8 = new TextEncoder();

/** Appends one record to the console's log (IM31, IM37): the line is kept as given, in the caller's transaction. */
export async function appendRecord(
  app: App,
  tx: Tx,
  record: { from: RecordSource; index: RecordIndex; line: string },
): Promise<Appended> {
  const { from, index } = record;
  const line = utf8.encode(record.line);
  const known = await findRecord(tx, { orgId: from.orgId, identity: index.identity });
  if (known !== null) return { kind: isSameRecord(known.line, record.line) ? "same" : "differs", seq: known.seq };
  const seq = await takePlaces(tx, from.orgId, 1);
  await insertRecords(tx, [{ ...rowOf(from, index), seq, line, receivedAt: app.clock.now() }]);
  return { kind: "stored", seq };
}

/** A log that was imported and then shared says the same in another order. Imported bytes are any that the reader took, such as a key it does not know with a value that canonical JSON cannot hold: another record. */
function isSameRecord(known: Uint8Array, line: string): boolean {
  const text = new TextDecoder().decode(known);
  if (text === line) return true;
  try {
    return canonicalJson(JSON.parse(text)) === canonicalJson(JSON.parse(line));
  } catch {
    return false;
  }
}

/** Appends records whose identities were made just now, so that none can be known yet; in their order, in the caller's transaction. Returns the first one's place. */
export async function appendNew(
  app: App,
  tx: Tx,
  { from, records }: { from: RecordSource; records: readonly { index: RecordIndex; line: string }[] },
): Promise<number> {
  const first = await takePlaces(tx, from.orgId, records.length);
  const receivedAt = app.clock.now();
  await insertRecords(
    tx,
    records.map(({ index, line }, place) => ({
      ...rowOf(from, index),
      seq: first + place,
      line: utf8.encode(line),
      receivedAt,
    })),
  );
  return first;
}

/** The columns of a record, without its place and its bytes. */
export function rowOf(from: RecordSource, index: RecordIndex) {
  return {
    orgId: from.orgId,
    agentId: from.agentId,
    origin: from.origin,
    importId: from.importId ?? null,
    identity: index.identity,
    kind: index.kind,
    v: index.v,
    tsUnixMs: BigInt(index.tsUnixMs),
    eventId: index.eventId ?? null,
    runId: index.runId ?? null,
    pairId: index.pairId ?? null,
    inputBlake3: index.inputBlake3 ?? null,
    class: index.class ?? null,
    raterId: index.raterId ?? null,
  };
}
