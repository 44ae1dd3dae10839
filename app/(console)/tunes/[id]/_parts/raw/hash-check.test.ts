import { expect, test } from "vitest";
import { checkHash } from "./hash-check.ts";

/** B76's reference recipe as a document. */
const document = {
  spec_version: "SPEC-013 v0.3",
  run_id: "00000000-0000-4000-8000-000000000001",
  started_at: "2026-11-20T12:00:05Z",
  ended_at: "2026-11-20T12:02:05Z",
  machine: { ram_gb: 16, chip: "Apple M2", os_version: "26.1", binary_version: "1.4.0" },
  inputs: {
    target_context: 4000,
    stage1_replicates: 1,
    stage2_replicates: 3,
    gate_ttft_ms: 60_000,
    candidate_models: ["mlx-community/Qwen2.5-Coder-7B-Instruct-4bit", "mlx-community/Llama-3.2-3B-Instruct-4bit"],
    tps_tie_epsilon: 0.02,
  },
  recommendation: {
    model: "mlx-community/Qwen2.5-Coder-7B-Instruct-4bit",
    serve_command: "espalier serve",
    target_context: 4000,
    replicates: 3,
    tps_median: 9,
    ttft_p95_ms: 900,
    knobs: { kv_bits: 4 as const, max_concurrency_override: 1, max_context_override: 4000 },
  },
  alternates: [],
  infeasible: [],
  recipe_hash: "sha256:eb5f8f90c09c2bbcec0dca6f42c203c25a7a8d403a734c6a81379b14ad702f9d",
  db_path: "agent.db",
};

test("B76 the browser computes the reference hash from the document", () => {
  expect(checkHash(document).kind).toBe("match");
});

test("B75 a changed document is shown as different with both hashes", () => {
  const changed = { ...document, machine: { ...document.machine, ram_gb: 24 } };
  expect(checkHash(changed)).toMatchObject({ kind: "differs", stored: document.recipe_hash });
  expect(checkHash(null)).toEqual({ kind: "none" });
});
