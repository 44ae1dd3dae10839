import { describe, expect, test } from "vitest";
import { testReplicate, testWarmUp } from "../../measuring/test-replicate.ts";
import { testRun } from "../recompute/test-run.ts";
import { testCells } from "../strategy/search/test-search.ts";
import { cellRow, visitsOfCell } from "./cell-row.ts";
import type { TuneVisit } from "./tune-visit.ts";
import { isLagUsual, type VisitEvidence, type VisitRule, visitOutcome } from "./visit-outcome.ts";

const RULE: VisitRule = { method: "usage", gateTtftMs: 5000 };

const seen = (change: Partial<VisitEvidence> = {}): VisitEvidence => ({
  replicates: [testWarmUp(9000), testReplicate({ index: 1, tps: 20, ttftMs: 4000 })],
  effective: null,
  flags: [],
  invalidReason: null,
  failure: null,
  ...change,
});

const lagging = (): VisitEvidence => {
  const [warm, volley] = seen().replicates;
  if (warm === undefined || volley === undefined) throw new Error("replicates");
  return seen({ replicates: [warm, { ...volley, flags: ["lagging"] }] });
};

describe("M23 what a visit amounts to", () => {
  test("M23 an undisturbed visit is its volley's value", () => {
    const outcome = visitOutcome(seen(), RULE);
    expect(outcome).toMatchObject({ kind: "ok", ttftMs: 4000 });
    expect(outcome.kind === "ok" ? outcome.tps : 0).toBeCloseTo(20, 6);
  });

  test.each([
    ["power_changed", seen({ flags: ["power_changed"] })],
    ["slept", seen({ flags: ["slept"], failure: "request error: reset" })],
    ["lagging", lagging()],
  ])("M23 TM17 %s makes it invalid, never a server failure", (reason, evidence) => {
    expect(visitOutcome(evidence, RULE)).toEqual({ kind: "invalid", reason });
  });

  test("TM17 a server failure counts even when the power source changed meanwhile", () => {
    const evidence = seen({ flags: ["power_changed"], failure: "HTTP 413" });
    expect(visitOutcome(evidence, RULE)).toEqual({ kind: "infeasible", reason: "HTTP 413" });
  });

  test("TM17 a gate miss removes a cell, a disturbed one only repeats it", () => {
    const rule = { ...RULE, gateTtftMs: 3999 };
    expect(visitOutcome(seen(), rule)).toEqual({ kind: "infeasible", reason: "ttft p95 4000 ms over gate 3999 ms" });
    expect(visitOutcome(seen({ flags: ["power_changed"] }), rule)).toMatchObject({ kind: "invalid" });
    expect(visitOutcome(seen(), { ...RULE, gateTtftMs: 4000 })).toMatchObject({ kind: "ok" });
  });

  test("M23 where the calibration lagged, lag is the machine's state and spoils no visit", () => {
    const calibration = (flags: readonly string[][]): TuneVisit[] => {
      const [first] = testRun(testCells([1]), () => ({ tps: 20, ttftMs: 4000 })).visits;
      if (first === undefined) throw new Error("a visit");
      const volleys = flags.map((own, index) => ({ ...testReplicate({ index, tps: 20, ttftMs: 4000 }), flags: own }));
      return [{ ...first, replicates: [testWarmUp(9000), ...volleys] }];
    };
    expect(isLagUsual(calibration([["lagging"], ["lagging"], []]), [])).toBe(true);
    expect(isLagUsual(calibration([["lagging"], [], []]), [])).toBe(false);
    expect(isLagUsual([], [{ stage: 2, flags: ["lagging"] }])).toBe(true);
    expect(isLagUsual([], [{ stage: 1, flags: ["lagging"] }])).toBe(false);
    expect(visitOutcome(lagging(), { ...RULE, isLagUsual: true })).toMatchObject({ kind: "ok" });
  });
});

describe("a cell's row from its visits", () => {
  const cells = testCells([1, 2]).filter(({ kvBits }) => kvBits === null);
  const [slow, fast] = cells;
  if (slow === undefined || fast === undefined) throw new Error("cells");
  const { visits } = testRun(cells, ({ maxBatch }) => ({ tps: 20 * (maxBatch ?? 1), ttftMs: 4000 }));
  const own = visitsOfCell(visits, fast, "acme/model-7B");
  const at = (index: number, change: Partial<TuneVisit>): TuneVisit[] =>
    own.map((visit, place) => (place === index ? { ...visit, ...change } : visit));

  test("B60 TM11 median and p95 of the valid visits", () => {
    expect(cellRow(own, RULE)).toMatchObject({ replicatesN: 3, isFeasible: true, errorCount: 0, notes: null });
    expect(cellRow(own, RULE)?.tpsMedian).toBeCloseTo(40, 6);
  });

  test("TM17 twice invalid in one block is not comparable, with n_err unchanged", () => {
    const [first] = own;
    if (first === undefined) throw new Error("a visit");
    const spoilt = { ...first, flags: ["power_changed"], invalidReason: "power_changed" };
    const row = cellRow([spoilt, { ...spoilt, position: 9 }], RULE);
    expect(row).toMatchObject({ isFeasible: false, errorCount: 0, notes: "not comparable: power_changed" });
    expect(cellRow([spoilt, { ...first, position: 9 }], RULE)).toMatchObject({ isFeasible: true, replicatesN: 1 });
  });

  test("TM17 B59 one failing visit empties the row", () => {
    const row = cellRow(at(2, { failure: "HTTP 413" }), RULE);
    expect(row).toMatchObject({ isFeasible: false, tpsMedian: null, ttftP95Ms: null, notes: "HTTP 413" });
  });

  test("TM16 the first version of a repeated block makes no figure and stays stored", () => {
    const [first] = own;
    if (first === undefined) throw new Error("a visit");
    const sagged = { ...first, replicates: [testWarmUp(9000), testReplicate({ index: 1, tps: 10, ttftMs: 4000 })] };
    const row = cellRow([sagged, { ...first, attempt: 2 }], RULE);
    expect(row?.replicatesN).toBe(1);
    expect(row?.tpsMedian).toBeCloseTo(40, 6);
  });
});
