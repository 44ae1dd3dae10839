import { describe, expect, test } from "vitest";
import { testReplicate, testWarmUp } from "../../measuring/test-replicate.ts";
import type { TuneBaseline } from "../evidence/tune-comparisons.ts";
import { testCell, testPlan } from "../report/test-trial.ts";
import { judgeBaseline } from "./judge-baseline.ts";

const knobs = { kvBits: null, maxBatch: 1, maxContext: 8000 };

const baseline = (change: Partial<TuneBaseline> = {}): TuneBaseline => ({
  model: "acme/model-7B",
  knobs,
  trialLocalId: null,
  effective: null,
  replicates: [],
  notMeasured: null,
  ...change,
});

const measuredAt = (tps: number): TuneBaseline =>
  baseline({ replicates: [testWarmUp(2000), ...[1, 2, 3].map((index) => testReplicate({ index, tps, ttftMs: 900 }))] });

const recommendation = (tpsMedian: number, model = "acme/model-7B") => ({
  model,
  serve_command: "",
  target_context: 2000,
  replicates: 3,
  tps_median: tpsMedian,
  ttft_p95_ms: 1000,
  knobs: { kv_bits: null, max_concurrency_override: 1, max_context_override: 2000 },
});

const judge = (input: { baseline: TuneBaseline; recommended: number | null; model?: string }) =>
  judgeBaseline({
    baseline: input.baseline,
    recommendation: input.recommended === null ? null : recommendation(input.recommended, input.model),
    trials: [testCell(1, [10, 1000]), testCell(2, [null, null])],
    plan: testPlan({ tpsTieEpsilon: 0.02 }),
  });

describe("B118 verdict against the applied recipe", () => {
  test.each([
    ["3 % faster is better", 10.3, "better"],
    ["1 % faster is not shown", 10.1, "not_shown"],
    ["equal is not shown", 10, "not_shown"],
    ["1 % slower is not shown", 9.9, "not_shown"],
    ["3 % slower is worse", 9.7, "worse"],
  ] as const)("%s", (_title, recommended, verdict) => {
    expect(judge({ baseline: measuredAt(10), recommended })).toMatchObject({ verdict, reason: null, ttft_p95_ms: 900 });
  });

  test("another model is measured and not comparable", () => {
    const judged = judge({ baseline: measuredAt(10), recommended: 20, model: "acme/other-7B" });
    expect(judged).toMatchObject({ verdict: "not_comparable", reason: "another model" });
    expect(judged.tps_median).toBeCloseTo(10, 6);
  });

  test("a cell that equals the applied recipe serves for it", () => {
    expect(judge({ baseline: baseline({ trialLocalId: 1 }), recommended: 10.3 })).toEqual({
      model: "acme/model-7B",
      knobs: { kv_bits: null, max_concurrency_override: 1, max_context_override: 8000 },
      tps_median: 10,
      ttft_p95_ms: 1000,
      verdict: "better",
      reason: null,
    });
    expect(judge({ baseline: baseline({ trialLocalId: 2 }), recommended: 10 })).toMatchObject({
      verdict: "not_measured",
      reason: "HTTP 503",
    });
  });

  test("what was not measured says why and has no figures", () => {
    expect(judge({ baseline: baseline({ notMeasured: "weights not cached" }), recommended: 10 })).toMatchObject({
      tps_median: null,
      ttft_p95_ms: null,
      verdict: "not_measured",
      reason: "weights not cached",
    });
    const overGate = baseline({ replicates: [testWarmUp(1), testReplicate({ index: 1, tps: 10, ttftMs: 70_000 })] });
    expect(judge({ baseline: overGate, recommended: 10 })).toMatchObject({ verdict: "not_measured" });
  });

  test("a run without recommendation has nothing to compare", () => {
    expect(judge({ baseline: measuredAt(10), recommended: null })).toMatchObject({ verdict: "not_comparable" });
  });
});
