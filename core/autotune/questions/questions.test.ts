import { describe, expect, test } from "vitest";
import { testReplicate } from "../../measuring/test-replicate.ts";
import { testCell, testFailure, testPlan, testTrial } from "../report/test-trial.ts";
import type { TuneTrial } from "../trial.ts";
import { answerQuestions } from "./answer-questions.ts";
import { judgeKvAxis } from "./kv-axis.ts";
import { judgeOrderBias, orderPairsOf } from "./order-bias.ts";
import type { QuestionRun, Stratum } from "./question-run.ts";
import { judgeStage1Replicates, stage1ChecksOf } from "./stage1-replicates.ts";
import { discriminableShare, judgeStage2Replicates } from "./stage2-replicates.ts";
import { judgeTieEpsilon } from "./tie-epsilon.ts";

const times = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_none, index) => of(index));

/** Three rates around 100 whose sample deviation is `share` of their mean. */
const spread = (share: number): number[] => [100 * (1 - share), 100, 100 * (1 + share)];

function testRun(change: Partial<QuestionRun> = {}): QuestionRun {
  return {
    runId: "0190c8a2-0000-7000-8000-000000000001",
    agentId: "mac-1",
    hostName: "mini-16",
    startedAt: "2026-01-01T00:00:00.000Z",
    chip: "Apple M2",
    ramGb: 16,
    engine: "embedded",
    engineVersion: "3.21.1",
    strategy: "grid",
    plan: testPlan(),
    trials: [],
    ...change,
  };
}

describe("TB28 OQ-A tie epsilon", () => {
  test.each([
    [0.0049, 10, "too_loose"],
    [0.0051, 10, "keep"],
    [0.0199, 10, "keep"],
    [0.0201, 10, "too_tight"],
    [0.0201, 9, "not_enough_data"],
  ])("a spread of %d over %i cells is %s", (share, count, verdict) => {
    expect(judgeTieEpsilon(times(count, () => spread(share)))).toMatchObject({ n: count, verdict });
  });
});

describe("TB28 OQ-B Stage-2 replicates", () => {
  test("the gap is t(0.95, 4)·s·√(2/3) over the median", () => {
    expect(discriminableShare(spread(0.01))).toBeCloseTo(2.1318 * 0.01 * Math.sqrt(2 / 3), 5);
  });

  test.each([
    [0.0114, 10, "keep"],
    [0.0116, 10, "five"],
    [0.0116, 9, "not_enough_data"],
  ])("a spread of %d over %i cells is %s at epsilon 0.02", (share, count, verdict) => {
    expect(
      judgeStage2Replicates(
        times(count, () => spread(share)),
        0.02,
      ),
    ).toMatchObject({ n: count, verdict });
  });
});

describe("TB28 OQ-C kv axis", () => {
  const stratum = (key: string): Stratum => ({ key, label: key });
  const wins = (key: string, eights: number, others: number) => [
    ...times(eights, () => ({ stratum: stratum(key), kvBits: 8 as const })),
    ...times(others, () => ({ stratum: stratum(key), kvBits: null })),
  ];

  test.each([
    ["four runs are too few", wins("a", 4, 0), "not_enough_data", 0],
    ["8 in all five fixes the axis", wins("a", 5, 0), "fix_at_8", 5],
    ["one other winner keeps it", wins("a", 5, 1), "keep", 6],
    ["one other stratum keeps it", [...wins("a", 5, 0), ...wins("b", 0, 5)], "keep", 10],
    ["a stratum of four does not count", [...wins("a", 5, 0), ...wins("b", 0, 4)], "fix_at_8", 5],
  ])("%s", (_title, winners, verdict, n) => {
    expect(judgeKvAxis(winners)).toMatchObject({ verdict, n });
  });
});

describe("TB28 OQ-D Stage-1 replicates", () => {
  const checks = (kind: "fit" | "reject", wrong: number, of: number) =>
    times(of, (index) => ({ kind, isFalse: index < wrong }));

  test.each([
    ["19 checks are too few", checks("fit", 19, 19), "not_enough_data"],
    ["1 of 20 keeps one", checks("fit", 1, 20), "one"],
    ["2 of 39 asks for two", checks("fit", 2, 39), "two"],
    ["3 of 20 asks for two", checks("reject", 3, 20), "two"],
    ["4 of 26 asks for three", checks("reject", 4, 26), "three"],
    ["the worse of both counts", [...checks("fit", 0, 40), ...checks("reject", 4, 20)], "three"],
    ["too few of the other kind do not count", [...checks("fit", 0, 40), ...checks("reject", 4, 19)], "one"],
  ])("%s", (_title, given, verdict) => {
    expect(judgeStage1Replicates(given)).toMatchObject({ verdict });
  });

  test("a fit is checked by its unset/1/target cell, a reject by three replicates on that machine within seven days", () => {
    const plan = testPlan({ stage1Replicates: 3 });
    const rejected = testRun({ trials: [testFailure(1, "acme/model-7B")] });
    const later = (days: number, change: Partial<QuestionRun> = {}) =>
      testRun({
        plan,
        startedAt: new Date(Date.parse("2026-01-01") + days * 86_400_000).toISOString(),
        trials: [testTrial(1)],
        ...change,
      });
    expect(stage1ChecksOf([rejected, later(7)]).map(({ isFalse }) => isFalse)).toEqual([true]);
    expect(stage1ChecksOf([rejected, later(7.01)])).toEqual([]);
    expect(stage1ChecksOf([rejected, later(1, { agentId: "mac-2" })])).toEqual([]);
    expect(stage1ChecksOf([rejected, later(1, { engineVersion: "4.0.0" })])).toEqual([]);
    const fits = testRun({ trials: [testTrial(1), testCell(2, [null, null])] });
    expect(stage1ChecksOf([fits])).toMatchObject([{ kind: "fit", isFalse: true }]);
    expect(stage1ChecksOf([testRun({ trials: [testTrial(1), testCell(2, [9, 900], { kvBits: 8 })] })])).toEqual([]);
  });
});

describe("TB28 OQ-E order bias", () => {
  const pairs = (different: number, of: number) => times(of, (index) => ({ isSameWinner: index >= different }));

  test.each([
    [1, 9, "not_enough_data"],
    [0, 10, "keep"],
    [1, 20, "keep"],
    [1, 19, "blocked_halving"],
    [1, 10, "blocked_halving"],
  ])("%i different winners in %i pairs: %s", (different, count, verdict) => {
    expect(judgeOrderBias(pairs(different, count))).toMatchObject({ n: count, verdict });
  });

  test("neighbouring runs of opposite order over one model are a pair; ABBA gives a pair for each two runs", () => {
    const kept = (maxBatch: number): TuneTrial[] => [testCell(2, [10, 900], { maxBatch, isKept: true })];
    const run = (minute: number, strategy: string, maxBatch = 1) =>
      testRun({ startedAt: new Date(minute * 60_000).toISOString(), strategy, trials: kept(maxBatch) });
    const abba = [run(1, "grid"), run(2, "grid-reverse", 2), run(3, "grid-reverse"), run(4, "grid")];
    expect(orderPairsOf(abba).map(({ isSameWinner }) => isSameWinner)).toEqual([false, true]);
    expect(orderPairsOf([run(1, "grid"), run(2, "grid"), run(3, "grid-reverse")])).toHaveLength(1);
    expect(orderPairsOf([run(1, "grid"), { ...run(2, "grid-reverse"), agentId: "mac-2" }])).toEqual([]);
  });
});

describe("TB28 strata", () => {
  const cell = (localId: number, change: Partial<TuneTrial> = {}) =>
    testCell(localId, [100, 900], {
      replicates: spread(0.03).map((tps, index) => testReplicate({ index: index + 1, tps, ttftMs: 900 })),
      ...change,
    });
  const ten = (change: Partial<TuneTrial> = {}) => times(10, (index) => cell(index + 1, change));
  const answersA = (runs: QuestionRun[]) => answerQuestions(runs).filter(({ question }) => question === "OQ-A");

  test("values of another engine version, method, machine or context never share an answer", () => {
    const runs = [
      testRun({ trials: ten() }),
      testRun({ trials: ten(), engineVersion: "4.0.0" }),
      testRun({ trials: ten({ tpsMethod: "deltas" }) }),
      testRun({ trials: ten(), ramGb: 32 }),
      testRun({ trials: ten(), plan: testPlan({ targetContext: 4000 }) }),
    ];
    expect(answersA(runs).map(({ n, verdict }) => [n, verdict])).toEqual(times(5, () => [10, "too_tight"]));
  });

  test("flagged trials are left out, and what is left says how much it is", () => {
    const trials = [...ten().slice(0, 9), cell(10, { flags: ["thermal"] })];
    expect(answersA([testRun({ trials })])).toMatchObject([{ n: 9, verdict: "not_enough_data", value: null }]);
  });
});
