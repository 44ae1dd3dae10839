import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testReplicate, testRequest, testWarmUp } from "../measuring/test-replicate.ts";
import type { KnobReadings } from "../serving/knobs.ts";
import { aggregateTrial, type TrialEvidence } from "./aggregate.ts";

const three = [
  testReplicate({ index: 1, tps: 2.0, ttftMs: 900 }),
  testReplicate({ index: 2, tps: 2.1, ttftMs: 1100 }),
  testReplicate({ index: 3, tps: 2.05, ttftMs: 1000 }),
];
const http503 = testReplicate({ index: 4, tps: 2, ttftMs: 1 }, { errorClass: "http", error: "HTTP 503" });

const aggregate = (change: Partial<TrialEvidence>) =>
  aggregateTrial({ stage: 2, replicates: three, gateTtftMs: 60_000, method: null, ...change });

describe("TB4 B59 B60 aggregates of a cell", () => {
  test("replicates 2.0, 2.1, 2.05 give 2.05 and the largest TTFT", () => {
    const trial = aggregate({});
    expect(trial.tpsMedian).toBeCloseTo(2.05, 4);
    expect(trial).toMatchObject({ ttftP95Ms: 1100, errorCount: 0, isFeasible: true, notes: null, tpsMethod: "usage" });
  });

  test("one erroring replicate empties the aggregates", () => {
    expect(aggregate({ replicates: [...three, http503] })).toMatchObject({
      tpsMedian: null,
      ttftP95Ms: null,
      errorCount: 1,
      isFeasible: false,
      notes: "HTTP 503",
    });
  });

  test("B59 a gate miss of one replicate does too", () => {
    const trial = aggregate({ gateTtftMs: 1050 });
    expect(trial).toMatchObject({ tpsMedian: null, errorCount: 1, notes: "ttft p95 1100 ms over gate 1050 ms" });
  });

  test("B59 a gate miss counts even where the p95 of many replicates would pass", () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      testReplicate({ index, tps: 5, ttftMs: index === 0 ? 9000 : 100 }),
    );
    expect(aggregate({ replicates: many, gateTtftMs: 1000 })).toMatchObject({ isFeasible: false, errorCount: 1 });
    expect(aggregate({ replicates: many, gateTtftMs: 1000, stage: 1 })).toMatchObject({
      isFeasible: true,
      errorCount: 1,
    });
  });

  test("without a measured replicate nothing is feasible", () => {
    expect(aggregate({ replicates: [] })).toMatchObject({ isFeasible: false, notes: "not measured", tpsMethod: null });
  });
});

describe("B52 B54 stage 1", () => {
  test("B52 equality with the gate passes", () => {
    expect(aggregate({ stage: 1, gateTtftMs: 1100 })).toMatchObject({ isFeasible: true, notes: null });
  });

  test("B54 a gate miss keeps its aggregates and counts as failed replicate", () => {
    const trial = aggregate({ stage: 1, gateTtftMs: 1000 });
    expect(trial).toMatchObject({ ttftP95Ms: 1100, errorCount: 1, isFeasible: false });
    expect(trial.tpsMedian).toBeCloseTo(2.05, 4);
  });

  test("B54 a failed replicate empties them in stage 1 too", () => {
    expect(aggregate({ stage: 1, replicates: [three[0] ?? http503, http503] })).toMatchObject({
      tpsMedian: null,
      errorCount: 1,
    });
  });
});

describe("M13 B108 the warm-up", () => {
  test("TB62 TB21 cold 5,000 ms and warm 250 ms gate 250 and store 5,000 as cold", () => {
    const replicates = [testWarmUp(5000), testReplicate({ index: 1, tps: 10, ttftMs: 250 })];
    expect(aggregate({ replicates, gateTtftMs: 1000 })).toMatchObject({
      isFeasible: true,
      ttftP95Ms: 250,
      ttftColdMs: 5000,
    });
  });

  test("TM6 a warm-up ten times slower changes only the cold TTFT", () => {
    const slow = aggregate({ replicates: [testWarmUp(50_000), ...three] });
    expect({ ...slow, ttftColdMs: 5000 }).toEqual(aggregate({ replicates: [testWarmUp(5000), ...three] }));
  });

  test("B108 a failed warm-up makes the trial infeasible, prefixed", () => {
    const failed = testWarmUp(1, { stampsUs: [], errorClass: "http", error: "HTTP 500" });
    expect(aggregate({ replicates: [failed] })).toMatchObject({ notes: "warm-up: HTTP 500", errorCount: 0 });
  });
});

describe("B112 M7 the run's method", () => {
  test("TB64 a later replicate without usage fails", () => {
    const replicates = [...three, testReplicate({ index: 4, tps: 2, ttftMs: 900 }, { nUsage: null })];
    expect(aggregate({ replicates })).toMatchObject({ notes: "token count method changed", tpsMethod: "usage" });
    expect(aggregate({ replicates: replicates.slice(3), method: "usage" })).toMatchObject({
      notes: "token count method changed",
    });
  });

  test("B112 a replicate that failed fixes no method", () => {
    const failed = testReplicate(
      { index: 1, tps: 2, ttftMs: 1 },
      { stampsUs: [], nUsage: null, errorClass: "connect", error: "request error: connect ECONNREFUSED" },
    );
    expect(aggregate({ replicates: [failed] }).tpsMethod).toBeNull();
    expect(aggregate({ replicates: [failed, ...three] })).toMatchObject({ tpsMethod: "usage", errorCount: 1 });
  });

  test("a run that counts deltas goes on counting deltas", () => {
    expect(aggregate({ method: "deltas" })).toMatchObject({ tpsMethod: "deltas", isFeasible: true });
  });
});

describe("flags and read-backs", () => {
  test("TM8 M23 a prompt from a cache is out, without a server failure", () => {
    const cached = [testReplicate({ index: 1, tps: 2, ttftMs: 10 }, { nCached: 1600 })];
    expect(aggregate({ replicates: cached })).toMatchObject({
      isFeasible: false,
      notes: "prompt served from a cache",
      errorCount: 0,
      ttftP95Ms: null,
      flags: ["prefix_cached"],
    });
  });

  test("M14 M8 unproven and bundled are shown beside the replicates' own flags", () => {
    const odd = {
      index: 1,
      isWarmUp: false,
      flags: ["lagging"],
      requests: [testRequest({ ttftMs: 5, tpotMs: 5, tokens: 9 }, { nCached: null, nUsage: 40 })],
    };
    expect(aggregate({ replicates: [odd] }).flags).toEqual(["bundled", "lagging", "unproven"]);
  });

  test("TB65 B105 an effective knob that differs is out of the choice", () => {
    const fine = { requested: null, effective: null, source: "engine" as const };
    const effective: KnobReadings = {
      kvBits: { requested: 8, effective: null, source: "engine" },
      maxBatch: fine,
      maxContext: fine,
    };
    expect(aggregate({ effective })).toMatchObject({
      isFeasible: false,
      notes: "effective differs: kv_bits requested 8, effective unset",
      tpsMedian: null,
    });
  });
});

test("TM11 the numbers depend on nothing but the replicates, and their order only on the method", () => {
  const rate = fc.double({ min: 0.5, max: 500, noNaN: true });
  const value = fc.tuple(rate, fc.double({ min: 1, max: 50_000, noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
      const replicates = values.map(([tps, ttftMs], index) => testReplicate({ index, tps, ttftMs }));
      const { tpsMedian, ttftP95Ms, isFeasible } = aggregate({ replicates });
      const turned = aggregate({ replicates: replicates.toReversed() });
      expect(turned).toMatchObject({ tpsMedian, ttftP95Ms, isFeasible });
    }),
  );
});
