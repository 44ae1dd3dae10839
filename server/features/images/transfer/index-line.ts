import type { LogLine } from "../../../../core/imaging/record/line.ts";
import type { RecordIndex } from "../records/append-record.ts";

export type KeptLine = Exclude<LogLine, { kind: "malformed" }>;

/** How the log finds an imported line: v2 by its own id, everything else by the BLAKE3 of the line and its place among equal lines (IM56). */
export function indexOfLine(line: KeptLine, named: { lineHash: string; occurrence: number }): RecordIndex {
  const byLine = `line:${named.lineHash}${named.occurrence === 1 ? "" : `:${named.occurrence}`}`;
  const base = { v: line.v, tsUnixMs: Math.trunc(line.atMs) };
  switch (line.kind) {
    case "run": {
      const { record } = line;
      const runId = record?.run_id ?? named.lineHash;
      const identity = record === null ? byLine : `run:${record.run_id}`;
      return {
        ...base,
        identity,
        kind: "run",
        runId,
        inputBlake3: line.inputBlake3,
        class: line.class,
        pairId: record?.pair_id ?? null,
      };
    }
    case "rating": {
      const { record } = line;
      const eventId = record?.event_id ?? null;
      const identity = eventId === null ? byLine : `event:${eventId}`;
      return {
        ...base,
        identity,
        kind: "rating",
        eventId,
        runId: record?.run_id ?? null,
        inputBlake3: line.inputBlake3,
        raterId: record?.rater_id ?? null,
      };
    }
    case "event":
      return { ...base, ...indexOfEvent(line.record) };
    case "other":
      return { ...base, identity: byLine, kind: kindOfOther(line.name) };
  }
}

const MOST_NAME_UNITS = 200;

/** Kinds that this version does not know have names of their own in the index: none is taken for one of its own (IM37). */
const kindOfOther = (name: string | null): string =>
  name === null ? "unknown" : `other:${name.slice(0, MOST_NAME_UNITS).toWellFormed()}`;

function indexOfEvent(record: Extract<KeptLine, { kind: "event" }>["record"]): Omit<RecordIndex, "v" | "tsUnixMs"> {
  if (record.kind === "run_error") {
    const identity = `run_error:${record.run_id}:${record.ts_unix_ms}`;
    return { identity, kind: record.kind, runId: record.run_id, inputBlake3: record.input_blake3, class: record.class };
  }
  const event = { identity: `event:${record.event_id}`, kind: record.kind, eventId: record.event_id };
  switch (record.kind) {
    case "pair":
    case "revoke":
      return { ...event, raterId: record.rater_id };
    case "skip":
      return { ...event, raterId: record.rater_id, runId: record.run_id ?? null, pairId: record.pair_id ?? null };
    case "correction":
      return { ...event, inputBlake3: record.input_blake3, class: record.class_now, raterId: record.by };
    case "promotion":
      return { ...event, class: record.class };
  }
}
