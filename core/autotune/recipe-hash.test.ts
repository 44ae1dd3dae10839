import { describe, expect, test } from "vitest";
import { type RecipeDocument, recipeDocumentOf, recipeHash } from "./recipe-hash.ts";

const REFERENCE: RecipeDocument = {
  binary_version: "1.4.0",
  candidate_models: ["mlx-community/Qwen2.5-Coder-7B-Instruct-4bit", "mlx-community/Llama-3.2-3B-Instruct-4bit"],
  chip: "Apple M2",
  knobs: { kv_bits: 4, max_concurrency_override: 1, max_context_override: 4000 },
  model: "mlx-community/Qwen2.5-Coder-7B-Instruct-4bit",
  ram_gb: 16,
  target_context: 4000,
};

describe("TB12 recipe hash", () => {
  test("B76 the reference document has the reference value", () => {
    expect(recipeHash(REFERENCE)).toBe("sha256:eb5f8f90c09c2bbcec0dca6f42c203c25a7a8d403a734c6a81379b14ad702f9d");
  });

  test("B73 has the shape sha256: and 64 lower-case hex digits", () => {
    expect(recipeHash(REFERENCE)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test.each<[string, Partial<RecipeDocument>]>([
    ["other memory", { ram_gb: 8 }],
    ["another binary version", { binary_version: "1.4.1" }],
    ["another chip", { chip: "Apple M3" }],
    ["another list order", { candidate_models: REFERENCE.candidate_models.toReversed() }],
    ["unset kv bits", { knobs: { ...REFERENCE.knobs, kv_bits: null } }],
  ])("%s gives another hash", (_name, change) => {
    expect(recipeHash({ ...REFERENCE, ...change })).not.toBe(recipeHash(REFERENCE));
  });

  test("B73 an eighth key is refused, not hashed", () => {
    expect(() => recipeHash(Object.assign({ tps_median: 12 }, REFERENCE))).toThrow();
  });

  test("B74 other measurements leave the hash alone", () => {
    const inputs = {
      target_context: 4000,
      stage1_replicates: 1,
      stage2_replicates: 3,
      gate_ttft_ms: 60_000,
      candidate_models: REFERENCE.candidate_models,
      tps_tie_epsilon: 0.02,
    };
    const machine = { ram_gb: 16, chip: "Apple M2", os_version: "15.1", binary_version: "1.4.0" };
    const measured = (tps: number) => ({
      inputs: { ...inputs, stage2_replicates: Math.ceil(tps) },
      machine: { ...machine, os_version: `15.${tps}` },
      recommendation: {
        model: REFERENCE.model,
        serve_command: `espalier serve ${tps}`,
        target_context: 4000,
        replicates: 3,
        tps_median: tps,
        ttft_p95_ms: 4000 + tps,
        knobs: REFERENCE.knobs,
        ...(tps > 11 ? { partial: true as const } : {}),
      },
    });
    expect([10, 12].map((tps) => recipeDocumentOf(measured(tps)))).toEqual([REFERENCE, REFERENCE]);
  });

  test("TB53 without a recommendation there is nothing to hash", () => {
    const machine = { ram_gb: 16, chip: "Apple M2", os_version: "15.1", binary_version: "1.4.0" };
    const inputs = {
      target_context: 1,
      stage1_replicates: 1,
      stage2_replicates: 1,
      gate_ttft_ms: 1,
      candidate_models: [],
      tps_tie_epsilon: 0,
    };
    expect(recipeDocumentOf({ inputs, machine, recommendation: null })).toBeNull();
  });
});
