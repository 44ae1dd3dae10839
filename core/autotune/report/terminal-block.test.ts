import { describe, expect, test } from "vitest";
import type { RecommendationDocument } from "../recommendation-document.ts";
import { terminalBlock } from "./terminal-block.ts";

const DOCUMENT: RecommendationDocument = {
  spec_version: "SPEC-013 v0.3",
  run_id: "0190c8a2-0000-7000-8000-000000000001",
  started_at: "2026-01-01T00:00:00Z",
  ended_at: "2026-01-01T00:10:00Z",
  machine: { ram_gb: 16, chip: "Apple M2", os_version: "15.1", binary_version: "0.1.0" },
  inputs: {
    target_context: 2000,
    stage1_replicates: 1,
    stage2_replicates: 3,
    gate_ttft_ms: 60_000,
    candidate_models: ["acme/x-7B", "acme/z-1B"],
    tps_tie_epsilon: 0.02,
  },
  recommendation: {
    model: "acme/x-7B",
    serve_command: "espalier serve --model acme/x-7B --max-batch 1 --max-context 2000",
    target_context: 2000,
    replicates: 3,
    tps_median: 12.34,
    ttft_p95_ms: 811.6,
    knobs: { kv_bits: null, max_concurrency_override: 1, max_context_override: 2000 },
  },
  alternates: ["acme/z-1B"],
  infeasible: [],
  recipe_hash: `sha256:${"0".repeat(64)}`,
  db_path: "/state/agent.db",
};

describe("B67 terminal block", () => {
  test("states the recommendation between its two marks, unset spelled out (B72)", () => {
    expect(terminalBlock(DOCUMENT, { exitReason: "ok", tpsMethod: "usage" })).toEqual([
      "=== autotune recommendation ===",
      "model: acme/x-7B",
      "target context: 2000 tokens",
      "kv_bits=unset",
      "max_concurrency_override=1",
      "max_context_override=2000",
      "decode rate: 12.3 tok/s (median of 3, counted by usage)",
      "time to first token: 812 ms (max of 3)",
      "alternates: acme/z-1B",
      "baseline: not measured",
      "serve: espalier serve --model acme/x-7B --max-batch 1 --max-context 2000",
      "run: 0190c8a2-0000-7000-8000-000000000001",
      "database: /state/agent.db",
      "=== end ===",
    ]);
  });

  test("TM5 three replicates never read p95", () => {
    expect(terminalBlock(DOCUMENT, { exitReason: "ok", tpsMethod: null }).join("\n")).not.toContain("p95");
  });

  test("B68 a partial one is warned of directly under the heading", () => {
    const { recommendation } = DOCUMENT;
    const partial = { ...DOCUMENT, recommendation: recommendation && { ...recommendation, partial: true as const } };
    const lines = terminalBlock(partial, {
      exitReason: "budget_exhausted_with_partial_recommendation",
      tpsMethod: null,
    });
    expect(lines[1]).toContain("warning: partial");
  });

  test("B67 without a recommendation: reason and failures, no serve command", () => {
    const infeasible = [{ model: "acme/x-7B", rank: 1, reason: "HTTP 503" }];
    const none = { ...DOCUMENT, recommendation: null, recipe_hash: null, alternates: [], infeasible };
    const lines = terminalBlock(none, { exitReason: "no_feasible", tpsMethod: null });
    expect(lines.slice(0, 3)).toEqual([
      "=== autotune: NO RECOMMENDATION ===",
      "exit reason: no_feasible",
      "infeasible: acme/x-7B: HTTP 503",
    ]);
    expect(lines.join("\n")).not.toContain("serve");
  });

  test("B71 no line starts with a brace, so the JSON line is the only one", () => {
    expect(terminalBlock(DOCUMENT, { exitReason: "ok", tpsMethod: null }).some((line) => line.startsWith("{"))).toBe(
      false,
    );
  });
});
