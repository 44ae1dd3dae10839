import { type CollectedLog, LogCollector } from "./collector.ts";
import type { CorrectionRecord, PairRecord, RatingRecord, RunRecord, TunerRecord } from "./record.ts";

/** A v2 run of color-photo as the tuner reads it. */
export function loggedRun(name: string, over: Partial<RunRecord> = {}): RunRecord {
  return {
    kind: "run",
    v: 2,
    name,
    class: "color-photo",
    input: `input of ${name}`,
    recipeSha: "",
    steps: [],
    workLongSide: 1600,
    signals: { lumaMean: null, noise: null, entropy: null },
    isReplay: false,
    atMs: 10,
    ...over,
  };
}

/** One person's score of a run. */
export function loggedScore(run: string, score: number, over: Partial<RatingRecord> = {}): RatingRecord {
  const plain = { v: 2, input: `input of ${run}`, rater: "r", isWarmup: false, eventId: null, atMs: 20 };
  return { kind: "rating", run, score, ...plain, ...over };
}

/** One person's verdict between two runs. */
export function loggedPair(left: string, right: string, over: Partial<PairRecord> = {}): PairRecord {
  const plain = {
    v: 2,
    rater: "r",
    shownLeft: "none" as const,
    isWarmup: false,
    confirmationId: null,
    confirmationSize: null,
    atMs: 30,
  };
  return { kind: "pair", left, right, verdict: "left", eventId: `${left} ${right}`, ...plain, ...over };
}

/** A person's word on the class of an input. */
export function loggedCorrection(
  input: string,
  classNow: string,
  over: Partial<CorrectionRecord> = {},
): CorrectionRecord {
  const plain = { v: 2, by: "r", eventId: `correction of ${input}`, atMs: 40 };
  return { kind: "correction", input, classNow, ...plain, ...over };
}

/** A log of the records in their order, one a line. */
export function logOf(records: readonly TunerRecord[]): CollectedLog {
  const collector = new LogCollector(null);
  records.forEach((record, index) => {
    collector.add(record, index + 1);
  });
  return collector.finish();
}
