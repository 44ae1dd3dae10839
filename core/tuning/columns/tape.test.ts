import { expect, test } from "vitest";
import { joinedSoFar } from "../joining/join-by-run.ts";
import { LogCollector } from "../reading/collector.ts";
import { joinLog } from "../reading/join.ts";
import type { TunerRecord } from "../reading/record.ts";
import { loggedCorrection, loggedPair, loggedRun, loggedScore } from "../reading/test-log.ts";
import { type KeptBlocks, TapeReader, TapeWriter } from "./tape.ts";

const uuid = (n: number) => `019ad000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
const hash = (n: number) => n.toString(16).padStart(64, "0");

/** Enough records to fill slots and blocks, every kind among them, names of both spellings. */
const RECORDS: TunerRecord[] = Array.from({ length: 6_000 }, (_, index): TunerRecord[] => [
  loggedRun(index % 7 === 0 ? `run ${index}` : uuid(index), {
    input: hash(index >> 1),
    class: index % 3 === 0 ? "receipt" : "color-photo",
    steps: [{ op: "tone.gamma", args: { gamma: index % 5 } }],
    signals: { lumaMean: index / 3, noise: null, entropy: 1 },
  }),
  loggedScore(uuid(index), 1 + (index % 5), {
    input: hash(index >> 1),
    rater: `r${index % 3}`,
    eventId: uuid(10_000 + index),
  }),
]).flat();
RECORDS.splice(100, 0, loggedPair(uuid(1), uuid(2)), loggedCorrection(hash(3), "receipt"), {
  kind: "revoke",
  v: 2,
  revokes: uuid(10_004),
  rater: "r1",
  atMs: 50,
});

function added(collector: LogCollector, records: readonly TunerRecord[], first: number): LogCollector {
  records.forEach((record, index) => {
    collector.add(record, first + index);
  });
  return collector;
}

const save = (collector: LogCollector, tape: TapeWriter) => collector.save(tape, joinedSoFar(collector.finish()));

/** Everything a join or a tune can ask of a log. */
function contentOf(collector: LogCollector) {
  const log = collector.finish();
  const { runs, scores, revokes, pairs, corrections, promotions, isV1Only } = log;
  const rest = { pairs, corrections, promotions, isV1Only };
  const eachRun = Array.from({ length: runs.length }, (_, run) => [
    runs.names.textOf(runs.name.at(run)),
    runs.inputs.textOf(runs.input.at(run)),
    runs.classes.textOf(runs.class.at(run)),
    runs.isWanted(run) ? runs.sets.textOf(runs.set.at(run)) : null,
    [runs.side, runs.isReplay, runs.atMs, runs.line].map((one) => one.at(run)),
    runs.signals.of(run),
    runs.withName(runs.names.find(runs.names.textOf(runs.name.at(run))) ?? -1),
  ]);
  const eachScore = Array.from({ length: scores.length }, (_, score) => [
    runs.names.textOf(scores.run.at(score)),
    runs.inputs.textOf(scores.input.at(score)),
    scores.raters.textOf(scores.rater.at(score)),
    scores.events.at(score),
    [scores.score, scores.isWarmup, scores.atMs, scores.line].map((one) => one.at(score)),
  ]);
  return { eachRun, eachScore, takenBack: revokes.of(uuid(10_004), "r1"), ...rest, joined: joinLog(log, "run") };
}

/** The blocks of a tape, each handed out in memory of its own; the numbers of those that were asked for. */
function keptOn(tape: TapeWriter, read = new Set<number>()): KeptBlocks {
  const bytes = Buffer.concat(tape.blocks);
  return {
    bytes: bytes.length,
    read: ({ index, at, byteLength }) => {
      read.add(index);
      return Uint8Array.from(bytes.subarray(at, at + byteLength));
    },
  };
}

test.each([null, "color-photo"])(
  "H9 a log kept and read back goes on as if it had been read at once, class %s",
  (wanted) => {
    const [before, after] = [RECORDS.slice(0, 9_001), RECORDS.slice(9_001)];
    const tape = new TapeWriter();
    save(added(new LogCollector(wanted), before, 1), tape);
    expect(tape.blocks.every(({ length }) => length % 8 === 0)).toBe(true);
    const back = LogCollector.load(wanted, new TapeReader(JSON.parse(JSON.stringify(tape.notes)), keptOn(tape)));
    const whole = added(new LogCollector(wanted), RECORDS, 1);
    expect(contentOf(added(back, after, 9_002))).toEqual(contentOf(whole));
  },
);

test("H9 a tape that was cut or holds something else is no log", () => {
  const tape = new TapeWriter();
  save(added(new LogCollector(null), RECORDS.slice(0, 50), 1), tape);
  const kept = keptOn(tape);
  const cut = { ...kept, bytes: kept.bytes - 8 };
  expect(() => LogCollector.load(null, new TapeReader(tape.notes, cut))).toThrow("ends early");
  expect(() => LogCollector.load(null, new TapeReader(tape.notes.slice(1), kept))).toThrow();
});

test("H9 a tape is read no further than it is asked", () => {
  const tape = new TapeWriter();
  save(added(new LogCollector(null), RECORDS, 1), tape);
  const read = new Set<number>();
  const { runs, scores } = LogCollector.load(null, new TapeReader(tape.notes, keptOn(tape, read))).finish();
  expect([runs.length, scores.length, read.size]).toEqual([6_000, 6_000, 0]);
  expect([scores.score.at(7), read.size]).toEqual([3, 1]);
  expect([scores.events.at(7), read.size]).toEqual([uuid(10_007), 2]);
  expect([scores.score.at(8), scores.events.at(8), read.size]).toEqual([4, uuid(10_008), 2]);
});
