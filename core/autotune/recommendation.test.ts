import { describe, expect, test } from "vitest";
import { recipeDocumentOf, recipeHash } from "./recipe-hash.ts";
import { buildDocument, SPEC_VERSION, serveCommand, type TuneRunFacts } from "./recommendation.ts";
import { RecommendationDocument } from "./recommendation-document.ts";
import { candidatesOf, testCell, testFailure, testPlan, testTrial } from "./report/test-trial.ts";

const [X, Y, Z] = ["acme/x-32B", "acme/y-7B", "acme/z-1B"];
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
const build = (change: Partial<TuneRunFacts> = {}): RecommendationDocument =>
  RecommendationDocument.parse(buildDocument({ ...RUN, ...change }));

describe("TB1 TB2 TB17 B70 the biggest that fits, and its alternates", () => {
  test("TB1 X infeasible, Y feasible: Y, alternates Z", () => {
    const document = build();
    expect(document.recommendation?.model).toBe(Y);
    expect(document.alternates).toEqual([Z]);
    expect(document).not.toHaveProperty("alternates_basis");
  });

  test("TB2 Z last: alternates empty, both failures with input ranks (TB71)", () => {
    const trials = [
      testFailure(1, X),
      testFailure(2, Y, { notes: "idle timeout after 300 s" }),
      testTrial(3, { model: Z }),
      testCell(4, [30, 200], { model: Z }),
    ];
    const document = build({ trials });
    expect(document.alternates).toEqual([]);
    expect(document.infeasible).toEqual([
      { model: X, rank: 1, reason: "HTTP 503" },
      { model: Y, rank: 2, reason: "idle timeout after 300 s" },
    ]);
  });

  test("TB17 a small-first list that fits at once has no alternates: the bigger one is none", () => {
    const plan = testPlan({ candidates: candidatesOf(Z, X) });
    const document = build({ plan, trials: [testTrial(1, { model: Z }), testCell(2, [30, 200], { model: Z })] });
    expect(document.recommendation?.model).toBe(Z);
    expect(document.alternates).toEqual([]);
  });

  test("TB71 unknown sizes fall back to position and say so", () => {
    const plan = testPlan({ candidates: candidatesOf("acme/one", "acme/two", "acme/three") });
    const trials = [
      testFailure(1, "acme/one"),
      testTrial(2, { model: "acme/two" }),
      testCell(3, [9, 90], { model: "acme/two" }),
    ];
    expect(build({ plan, trials })).toMatchObject({ alternates: ["acme/three"], alternates_basis: "position" });
  });

  test("TB20 no metric for an un-probed model, no key fallbacks", () => {
    const text = JSON.stringify(build());
    expect(text).not.toContain("fallbacks");
    expect(text.split(Z)).toHaveLength(3);
  });
});

describe("TB11 B71 the document", () => {
  test("has exactly the documented keys at every level", () => {
    const document = build();
    expect(Object.keys(document).sort()).toEqual([
      "alternates",
      "db_path",
      "ended_at",
      "infeasible",
      "inputs",
      "machine",
      "recipe_hash",
      "recommendation",
      "run_id",
      "spec_version",
      "started_at",
    ]);
    expect(Object.keys(document.recommendation ?? {}).sort()).toEqual([
      "knobs",
      "model",
      "replicates",
      "serve_command",
      "target_context",
      "tps_median",
      "ttft_p95_ms",
    ]);
  });

  test("timestamps are whole seconds in UTC", () => {
    expect(build()).toMatchObject({ started_at: "2026-01-01T00:00:00Z", ended_at: "2026-01-01T00:10:00Z" });
  });

  test("TB30 spec_version is the writer's one constant", () => {
    expect(build().spec_version).toBe(SPEC_VERSION);
    expect(SPEC_VERSION).toBe("SPEC-013 v0.3");
  });

  test("B73 the hash is that of the document's own seven keys", () => {
    const document = build();
    const recipe = recipeDocumentOf(document);
    expect(recipe === null ? null : recipeHash(recipe)).toBe(document.recipe_hash);
  });

  test("B66 states the kept cell's figures", () => {
    expect(build().recommendation).toMatchObject({
      tps_median: 12,
      ttft_p95_ms: 900,
      replicates: 3,
      target_context: 2000,
    });
  });
});

describe("B119 partial and none", () => {
  test("TB13 TB70 the deadline before the first finished cell gives Stage 1's own measurement", () => {
    const trials = RUN.trials.slice(0, 2);
    const document = build({
      trials,
      exitReason: "budget_exhausted_with_partial_recommendation",
      areCellsFinished: false,
    });
    expect(document.recommendation).toMatchObject({
      partial: true,
      replicates: 1,
      tps_median: 10,
      knobs: { kv_bits: null, max_concurrency_override: 1, max_context_override: 2000 },
    });
    expect(document.recipe_hash).toMatch(/^sha256:/);
  });

  test("B119 the best finished cell otherwise; TB59 partial stays outside the hash", () => {
    const partial = build({ exitReason: "budget_exhausted_with_partial_recommendation", areCellsFinished: false });
    expect(partial.recommendation).toMatchObject({ partial: true, tps_median: 12 });
    expect(partial.recipe_hash).toBe(build().recipe_hash);
    expect(build().recommendation).not.toHaveProperty("partial");
  });

  test.each<[string, Partial<TuneRunFacts>, boolean | null]>([
    ["before Stage 2 nothing", { hasStage2Begun: false, areCellsFinished: false }, null],
    ["during Stage 2 a partial one", { areCellsFinished: false }, true],
    ["after Stage 2 the whole one", {}, false],
  ])("B89 interrupted %s", (_title, change, isPartial) => {
    const { recommendation } = build({ ...change, exitReason: "interrupted" });
    expect(recommendation === null ? null : recommendation.partial === true).toBe(isPartial);
  });

  test.each([
    "no_feasible",
    "budget_exhausted_no_model_selected",
    "pre_warm_integrity_failure",
    "internal_error",
  ] as const)("TB3 TB53 %s has a literal null and no hash", (exitReason) => {
    expect(build({ exitReason })).toMatchObject({ recommendation: null, recipe_hash: null, alternates: [] });
  });

  test("B65 no feasible cell lists the selected model with every cell's reason", () => {
    const trials = [
      testTrial(1, { model: X }),
      testCell(2, [null, null], { model: X }),
      testCell(3, [null, null], { model: X, kvBits: 8 }),
    ];
    expect(build({ trials, exitReason: "no_feasible" }).infeasible).toEqual([
      {
        model: X,
        rank: 1,
        reason:
          "kv_bits=unset, max_batch=1, max_context=2000: HTTP 503; kv_bits=8, max_batch=1, max_context=2000: HTTP 503",
      },
    ]);
  });
});

describe("B69 B72 the serve command", () => {
  test("omits --kv-bits when unset", () => {
    expect(serveCommand({ provider: "espalier", model: "a/b", kvBits: null, maxBatch: 1, maxContext: 2000 })).toBe(
      "espalier serve --model a/b --max-batch 1 --max-context 2000",
    );
  });

  test("is quoted where a shell needs it", () => {
    const command = serveCommand({
      provider: "espalier",
      model: "/My models/it's.gguf",
      kvBits: 8,
      maxBatch: 2,
      maxContext: 9,
    });
    expect(command).toBe("espalier serve --model '/My models/it'\\''s.gguf' --kv-bits 8 --max-batch 2 --max-context 9");
  });
});
