import { LOCAL_RATER } from "../../imaging/record/events.ts";
import type { LogLine, RatingLine, RunLine } from "../../imaging/record/line.ts";
import { NO_SIGNALS, type TunerRecord } from "./record.ts";

type Good = Exclude<LogLine, { kind: "malformed" }>;

/** The name of a v1 run of a class: the BLAKE3 of its line (TU45), null when nobody asks for it. */
type NameOfV1 = (className: string) => string | null;

/** What the tuner needs of a line. */
export function tunerRecord(line: Good, nameOfV1: NameOfV1): TunerRecord {
  switch (line.kind) {
    case "run":
      return fromRun(line, nameOfV1);
    case "rating":
      return fromRating(line);
    case "event":
      return fromEvent(line.record);
    case "other":
      return { kind: "other", v: line.v };
  }
}

function fromRun({ record, v, atMs, steps, class: name, inputBlake3 }: RunLine, nameOfV1: NameOfV1): TunerRecord {
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  const signals = record?.signals;
  return {
    kind: "run",
    v,
    name: record?.run_id ?? nameOfV1(name),
    class: name,
    input: inputBlake3,
    recipeSha: record?.recipe_sha ?? "",
    steps,
    workLongSide: record?.work_long_side ?? null,
    signals:
      signals === undefined
        ? NO_SIGNALS
        : {
            lumaMean: number(signals["luma_mean"]),
            noise: number(signals["noise"]),
            entropy: number(signals["entropy"]),
          },
    isReplay: record?.replay_of !== undefined,
    atMs,
  };
}

function fromRating({ record, v, atMs, score, inputBlake3 }: RatingLine): TunerRecord {
  return {
    kind: "rating",
    v,
    run: record?.run_id ?? null,
    input: inputBlake3,
    rater: record?.rater_id ?? LOCAL_RATER,
    score,
    isWarmup: record?.warmup === true,
    eventId: record?.event_id ?? null,
    atMs,
  };
}

function fromEvent(record: Extract<Good, { kind: "event" }>["record"]): TunerRecord {
  const { v, ts_unix_ms: atMs } = record;
  switch (record.kind) {
    case "pair":
      // A gold pair says something of its rater, nothing of a recipe (IM64).
      if (record.gold === true) return { kind: "other", v };
      return {
        kind: "pair",
        v,
        left: record.left_run,
        right: record.right_run,
        rater: record.rater_id,
        verdict: record.verdict,
        shownLeft: record.shown_left,
        isWarmup: record.warmup === true,
        eventId: record.event_id,
        confirmationId: record.confirmation_id ?? null,
        confirmationSize: record.confirmation_n ?? null,
        atMs,
      };
    case "revoke":
      return { kind: "revoke", v, revokes: record.revokes, rater: record.rater_id, atMs };
    case "correction":
      return {
        kind: "correction",
        v,
        input: record.input_blake3,
        classNow: record.class_now,
        by: record.by,
        eventId: record.event_id,
        atMs,
      };
    case "promotion": {
      const { class: name, base_sha: baseSha, recipe_sha: sha } = record;
      return { kind: "promotion", v, class: name, baseSha, recipeSha: sha, atMs };
    }
    case "skip":
    case "run_error":
      return { kind: "other", v };
  }
}
