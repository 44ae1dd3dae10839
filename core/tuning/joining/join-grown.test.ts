import fc from "fast-check";
import { expect, test } from "vitest";
import { TapeReader, TapeWriter } from "../columns/tape.ts";
import { LogCollector } from "../reading/collector.ts";
import { joinLog } from "../reading/join.ts";
import type { TunerRecord } from "../reading/record.ts";
import { loggedPair, loggedRun, loggedScore } from "../reading/test-log.ts";
import { joinedSoFar } from "./join-by-run.ts";
import { joinGrown } from "./join-grown.ts";

const name = fc.constantFrom("a", "b", "c", "d");
const input = fc.constantFrom("i", "j", "k");
const atMs = fc.nat(9);
const rater = fc.constantFrom("r", "q");
const eventId = fc.constantFrom("e1", "e2", "e3", "e4", "e5");

const Run = fc
  .record({
    name,
    input,
    atMs,
    isReplay: fc.constantFrom(false, false, true),
    class: fc.constantFrom("color-photo", "receipt"),
  })
  .map(({ name: of, ...over }) => loggedRun(of, over));
const Named = fc
  .record({
    run: name,
    score: fc.integer({ min: 1, max: 5 }),
    atMs,
    rater,
    eventId,
    isWarmup: fc.constantFrom(false, false, true),
  })
  .map(({ run, score, ...over }) => loggedScore(run, score, over));
const Nameless = fc
  .record({
    input,
    atMs,
    rater: fc.constantFrom("local", "r"),
    score: fc.integer({ min: 1, max: 5 }),
    eventId: fc.option(eventId),
  })
  .map(({ score, ...over }) => ({ ...loggedScore("", score, over), run: null }));
const Revoke = fc
  .record({ revokes: eventId, rater, atMs })
  .map((one): TunerRecord => ({ kind: "revoke", v: 2, ...one }));
const Pair = fc.record({ left: name, right: name, atMs }).map((one) => loggedPair(one.left, one.right, one));

const Records = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: Run },
    { weight: 6, arbitrary: Named },
    { weight: 5, arbitrary: Nameless },
    { weight: 3, arbitrary: Revoke },
    { weight: 1, arbitrary: Pair },
  ),
  { maxLength: 40 },
);

function added(collector: LogCollector, records: readonly TunerRecord[], first = 1): LogCollector {
  records.forEach((record, index) => {
    collector.add(record, first + index);
  });
  return collector;
}

/** The first records kept and read back, the others added. */
function grownLog(records: readonly TunerRecord[], kept: number, wanted: string | null) {
  const tape = new TapeWriter();
  const collector = added(new LogCollector(wanted), records.slice(0, kept));
  collector.save(tape, joinedSoFar(collector.finish()));
  const bytes = Buffer.concat(tape.blocks);
  const read = ({ at, byteLength }: { at: number; byteLength: number }) =>
    Uint8Array.from(bytes.subarray(at, at + byteLength));
  const notes = JSON.parse(JSON.stringify(tape.notes));
  const back = LogCollector.load(wanted, new TapeReader(notes, { bytes: bytes.length, read }));
  return added(back, records.slice(kept), kept + 1).finish();
}

test("H9 TU6 TU7 a log that grew joins to what it joins to as a whole, whatever its later lines say of its earlier ones", () => {
  let grown = 0;
  fc.assert(
    fc.property(Records, fc.nat(40), fc.constantFrom(null, "color-photo"), (records, kept, wanted) => {
      const log = grownLog(records, kept, wanted);
      const whole = added(new LogCollector(wanted), records).finish();
      expect(joinLog(log, "run")).toEqual(joinLog(whole, "run"));
      expect(joinLog(log, "legacy")).toEqual(joinLog(whole, "legacy"));
      if (log.before !== null && joinGrown(log, log.before) !== null) grown += 1;
    }),
    { numRuns: 2_000 },
  );
  expect(grown).toBeGreaterThan(1_000);
});

test.each([
  ["a run that a kept score waited for", [loggedScore("a", 3)], [loggedRun("a")]],
  [
    "a run of an input that a nameless score means",
    [loggedRun("a"), nameless("a")],
    [loggedRun("b", { input: "input of a", atMs: 15 })],
  ],
  [
    "an older run of such an input",
    [loggedRun("a"), nameless("a")],
    [loggedRun("b", { input: "input of a", atMs: 5 })],
  ],
  ["a later word of the same person", [loggedRun("a"), loggedScore("a", 3)], [loggedScore("a", 5, { atMs: 21 })]],
  ["an earlier word of the same person", [loggedRun("a"), loggedScore("a", 3)], [loggedScore("a", 5, { atMs: 19 })]],
  ["a nameless score of a kept run", [loggedRun("a"), loggedScore("a", 3)], [nameless("a")]],
])("H9 TU7 what was joined goes on with %s", (_title, before, after) => {
  const log = grownLog([...before, ...after], before.length, "color-photo");
  expect(log.before === null ? null : joinGrown(log, log.before)).not.toBeNull();
  const whole = added(new LogCollector("color-photo"), [...before, ...after]).finish();
  expect(joinLog(log, "run")).toEqual(joinLog(whole, "run"));
});

function nameless(run: string): TunerRecord {
  return { ...loggedScore(run, 2, { rater: "local", v: 1 }), run: null };
}

test("H9 TU6 a later revoke takes a kept answer back and brings the one before it forward; a second one has the log joined anew", () => {
  const revoke: TunerRecord = { kind: "revoke", v: 2, revokes: "e2", rater: "r", atMs: 40 };
  const kept: TunerRecord[] = [
    loggedRun("a"),
    loggedScore("a", 3, { eventId: "e1", atMs: 20 }),
    loggedScore("a", 5, { eventId: "e2", atMs: 30 }),
  ];
  const log = grownLog([...kept, revoke], kept.length, null);
  expect(log.before === null ? null : joinGrown(log, log.before)).not.toBeNull();
  expect(joinLog(log, "run")).toMatchObject({ scores: [{ score: 3 }], revoked: 1 });
  const twice = grownLog([...kept, revoke, revoke], kept.length + 1, null);
  expect(twice.before === null ? null : joinGrown(twice, twice.before)).toBeNull();
  expect(joinLog(twice, "run")).toMatchObject({ scores: [{ score: 3 }], revoked: 1 });
});
