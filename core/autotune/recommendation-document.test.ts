import { describe, expect, test } from "vitest";
import { testReplicate } from "../measuring/test-replicate.ts";
import { buildDocument, type TuneRunFacts } from "./recommendation.ts";
import { RecommendationDocument } from "./recommendation-document.ts";
import { candidatesOf, testCell, testFailure, testPlan, testTrial } from "./report/test-trial.ts";

const [X, Y, Z] = ["acme/x-32B", "acme/y-7B", "acme/z"];
const RUN: TuneRunFacts = {
  runId: "0190c8a2-0000-7000-8000-000000000001",
  startedAt: "2026-01-01T00:00:00.123Z",
  endedAt: "2026-01-01T00:10:00.987Z",
  machine: { ramGb: 16, chip: "Apple M2", osVersion: "15.1", binaryVersion: "0.1.0+embedded.3.21.1" },
  plan: testPlan({ candidates: candidatesOf(X, Y, Z) }),
  trials: [testFailure(1, X), testTrial(2, { model: Y }), testCell(3, [12, 900], { model: Y, kvBits: 8, maxBatch: 2 })],
  exitReason: "ok",
  hasStage2Begun: true,
  areCellsFinished: true,
  dbPath: "/state/agent.db",
  provider: "espalier",
};

/** Every path of a JSON value with the type found there; array elements share one path. */
function typesOf(value: unknown, path = ""): Record<string, string> {
  if (Array.isArray(value)) return Object.assign({ [path]: "array" }, ...value.map((one) => typesOf(one, `${path}[]`)));
  if (typeof value !== "object") return { [path]: typeof value };
  if (value === null) return { [path]: "null" };
  const inner = Object.entries(value).map(([key, one]) => typesOf(one, path === "" ? key : `${path}.${key}`));
  return Object.assign(path === "" ? {} : { [path]: "object" }, ...inner);
}

const documentOf = (change: Partial<TuneRunFacts> = {}): unknown =>
  JSON.parse(JSON.stringify(buildDocument({ ...RUN, ...change })));

/** The table of autotune.md section 10, row by row. */
const FROZEN = {
  spec_version: "string",
  run_id: "string",
  started_at: "string",
  ended_at: "string",
  machine: "object",
  "machine.ram_gb": "number",
  "machine.chip": "string",
  "machine.os_version": "string",
  "machine.binary_version": "string",
  inputs: "object",
  "inputs.target_context": "number",
  "inputs.stage1_replicates": "number",
  "inputs.stage2_replicates": "number",
  "inputs.gate_ttft_ms": "number",
  "inputs.candidate_models": "array",
  "inputs.candidate_models[]": "string",
  "inputs.tps_tie_epsilon": "number",
  recommendation: "object",
  "recommendation.model": "string",
  "recommendation.serve_command": "string",
  "recommendation.target_context": "number",
  "recommendation.replicates": "number",
  "recommendation.tps_median": "number",
  "recommendation.ttft_p95_ms": "number",
  "recommendation.knobs": "object",
  "recommendation.knobs.kv_bits": "number",
  "recommendation.knobs.max_concurrency_override": "number",
  "recommendation.knobs.max_context_override": "number",
  alternates: "array",
  infeasible: "array",
  "infeasible[]": "object",
  "infeasible[].model": "string",
  "infeasible[].rank": "number",
  "infeasible[].reason": "string",
  recipe_hash: "string",
  db_path: "string",
};

describe("TB11 keys and types of the document", () => {
  test("TB11 a run of grid with known sizes has the frozen keys and no other, at every level", () => {
    const plan = testPlan({ candidates: candidatesOf(X, Y) });
    expect(typesOf(documentOf({ plan }))).toEqual(FROZEN);
  });

  test("TB11, B72 unset kv bits are a null, a partial recommendation has its key, no recommendation is a literal null", () => {
    const trials = RUN.trials.slice(0, 2);
    const partial = documentOf({
      trials,
      areCellsFinished: false,
      exitReason: "budget_exhausted_with_partial_recommendation",
    });
    expect(partial).toMatchObject({ recommendation: { partial: true, knobs: { kv_bits: null } } });
    expect(documentOf({ exitReason: "internal_error" })).toMatchObject({ recommendation: null, recipe_hash: null });
  });

  test("TB11 every additive key, with its inner keys, stands beside the frozen ones", () => {
    const gap = { gap: 0.07, low: 0.03, high: 0.11, n: 6 };
    const document = documentOf({
      plan: testPlan({ candidates: candidatesOf(X, Y, Z), strategy: "blocked-halving" }),
      search: { winner: { kvBits: 8, maxBatch: 2, maxContext: 2000 }, isShown: false },
      baseline: {
        model: Y,
        knobs: { kvBits: null, maxBatch: null, maxContext: null },
        trialLocalId: null,
        effective: null,
        replicates: [testReplicate({ index: 1, tps: 10, ttftMs: 900 })],
        notMeasured: null,
      },
      confirmation: { against: "incumbent", verdict: "better", tps: gap, ttft: null, reason: null },
    });
    expect(typesOf(document)).toEqual({
      ...FROZEN,
      "alternates[]": "string",
      alternates_basis: "string",
      strategy: "string",
      shown: "boolean",
      baseline: "object",
      "baseline.model": "string",
      "baseline.knobs": "object",
      "baseline.knobs.kv_bits": "null",
      "baseline.knobs.max_concurrency_override": "null",
      "baseline.knobs.max_context_override": "null",
      "baseline.tps_median": "number",
      "baseline.ttft_p95_ms": "number",
      "baseline.verdict": "string",
      "baseline.reason": "null",
      confirmation: "object",
      "confirmation.against": "string",
      "confirmation.verdict": "string",
      "confirmation.tps": "object",
      "confirmation.tps.gap": "number",
      "confirmation.tps.low": "number",
      "confirmation.tps.high": "number",
      "confirmation.tps.n": "number",
      "confirmation.ttft": "null",
      "confirmation.reason": "null",
    });
    expect(document).toMatchObject({ strategy: "blocked-halving@1", shown: false, alternates_basis: "position" });
  });

  test.each([
    ["an unknown key", { extra: 1 }],
    ["an empty object instead of null", { recommendation: {} }],
    ["a missing hash", { recipe_hash: undefined }],
    ["a machine without memory", { machine: { ram_gb: 0, chip: "x", os_version: "x", binary_version: "x" } }],
    ["a rank from 0", { infeasible: [{ model: X, rank: 0, reason: "HTTP 503" }] }],
    ["shown true", { shown: true }],
  ])("TB11 %s is no document", (_title, change) => {
    expect(RecommendationDocument.safeParse({ ...buildDocument(RUN), ...change }).success).toBe(false);
  });

  test("TB11 times are ISO-8601 UTC in whole seconds, those of an interrupted run too", () => {
    for (const exitReason of ["ok", "interrupted"] as const) {
      const { started_at, ended_at } = buildDocument({ ...RUN, exitReason });
      for (const time of [started_at, ended_at]) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
  });
});
