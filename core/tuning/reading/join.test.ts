import { expect, test } from "vitest";
import { LogCollector } from "./collector.ts";
import { joinLog } from "./join.ts";
import type { TunerRecord } from "./record.ts";

function run(name: string, atMs: number, input = "i"): TunerRecord {
  return {
    kind: "run",
    v: 2,
    name,
    class: "color-photo",
    input,
    recipeSha: "s",
    steps: [],
    workLongSide: null,
    signals: { lumaMean: null, noise: null, entropy: null },
    isReplay: false,
    atMs,
  };
}

interface Rated {
  readonly run?: string;
  readonly rater?: string;
  readonly isWarmup?: boolean;
  readonly eventId?: string;
  readonly input?: string;
}

function rating(score: number, atMs: number, over: Rated = {}): TunerRecord {
  const plain = { run: null, input: "i", rater: "r", isWarmup: false, eventId: null };
  return { kind: "rating", v: 2, score, atMs, ...plain, ...over };
}

function pair(verdict: "left" | "not_sure", eventId: string, isWarmup = false): TunerRecord {
  const plain = { rater: "r", shownLeft: "none" as const, confirmationId: null, confirmationSize: null, atMs: 90 };
  return { kind: "pair", v: 2, left: "a", right: "b", verdict, eventId, isWarmup, ...plain };
}

function joined(records: readonly TunerRecord[], mode: "run" | "legacy" = "run", wantedClass: string | null = null) {
  const collector = new LogCollector(wantedClass);
  records.forEach((record, index) => {
    collector.add(record, index + 1);
  });
  const log = collector.finish();
  const { scores, ...rest } = joinLog(log, mode);
  const named = scores.map((one) => ({
    run: log.runs.names.textOf(log.runs.name.at(one.run)),
    score: one.score,
    isLegacyInput: one.isLegacyInput,
  }));
  return { ...rest, scores: named };
}

test("TD14 two runs of one input keep their own scores, two raters both count, a rating older than every run is an orphan", () => {
  const records = [run("a", 10), run("b", 20), rating(5, 30, { run: "a" }), rating(2, 31, { run: "b" })];
  const found = joined([...records, rating(4, 32, { run: "a", rater: "q" }), rating(1, 5)]);
  expect(found.scores.map(({ run: name, score }) => [name, score])).toEqual([
    ["a", 5],
    ["b", 2],
    ["a", 4],
  ]);
  expect(found.orphans).toBe(1);
});

test("TU7 a rating without a run names the newest run up to its time, and the latest of one rater counts", () => {
  const found = joined([run("a", 10), run("b", 20), rating(3, 15), rating(4, 25), rating(5, 26, { run: "b" })]);
  expect(found.scores).toEqual([
    { run: "a", score: 3, isLegacyInput: true },
    { run: "b", score: 5, isLegacyInput: false },
  ]);
});

test("TU7 of runs that stand in another order than their times the newest by time counts, of equal times the later line", () => {
  const found = joined([
    run("late", 20),
    run("early", 10),
    run("later line", 20),
    rating(3, 15),
    rating(4, 25, { rater: "q" }),
  ]);
  expect(found.scores.map(({ run: name, score }) => [name, score])).toEqual([
    ["early", 3],
    ["later line", 4],
  ]);
});

test("TD3 of two ratings of one input the later counts under the legacy join, for every run of that input", () => {
  const found = joined([run("a", 10), run("b", 20), rating(5, 40), rating(2, 30)], "legacy");
  expect(found.scores.map(({ run: name, score }) => [name, score])).toEqual([
    ["a", 5],
    ["b", 5],
  ]);
});

test("TD27 revoked, warm-up and not-sure answers are no observations", () => {
  const found = joined([
    run("a", 10),
    run("b", 20),
    rating(5, 30, { run: "a", eventId: "e1" }),
    rating(4, 31, { run: "a", isWarmup: true }),
    { kind: "revoke", v: 2, revokes: "e1", rater: "r", atMs: 40 },
    { kind: "revoke", v: 2, revokes: "e2", rater: "r", atMs: 40 },
    pair("left", "e2"),
    pair("left", "e3", true),
    pair("not_sure", "e4"),
  ]);
  expect(found).toMatchObject({ scores: [], pairs: [], warmups: 2, revoked: 2 });
});

test("IM33 a revoke takes back an answer of its own rater only", () => {
  const found = joined([
    run("a", 10),
    rating(5, 30, { run: "a", eventId: "e1", rater: "ada" }),
    { kind: "revoke", v: 2, revokes: "e1", rater: "bob", atMs: 40 },
  ]);
  expect(found).toMatchObject({ scores: [{ score: 5 }], revoked: 0 });
});

test.each(["run", "legacy"] as const)(
  "TU7 with one class asked, a %s join keeps no score of another class and calls none of them an orphan",
  (mode) => {
    const other = { ...run("b", 20, "other"), class: "dark-photo" };
    const records = [run("a", 10), other, rating(4, 30), rating(5, 31, { run: "b", input: "other" })];
    expect(joined(records, mode, "color-photo")).toMatchObject({ orphans: 0, scores: [{ run: "a", score: 4 }] });
    expect(joined(records, mode).scores.map(({ run: name }) => name)).toEqual(["a", "b"]);
  },
);

test("TU7 a rating that stands before its run finds it, and a run told twice is one run", () => {
  const found = joined([
    rating(3, 30, { run: "b" }),
    run("a", 10),
    run("b", 20),
    run("b", 25),
    rating(2, 40, { rater: "q" }),
  ]);
  expect(found.scores).toEqual([
    { run: "b", score: 3, isLegacyInput: false },
    { run: "b", score: 2, isLegacyInput: true },
  ]);
});
