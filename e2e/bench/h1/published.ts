import type { BenchRow } from "../bench.ts";

const ORIGIN = "docs/contracts/measurement.md, section 6";
const MLX_LM = "mlx-lm server_benchmark.py, published";
const VLLM = "vLLM bench's stamping rule, restated";

/** Median errors of other clients on three of the shapes: TTFT and TPOT in ms. */
const FIGURES: readonly [subject: string, shape: string, ttftMs: number, tpotMs: number][] = [
  [MLX_LM, "plain", 1.7, -0.5],
  [MLX_LM, "role-first", -248.9, 5.13],
  [MLX_LM, "bundled", 1.2, 52],
  [VLLM, "plain", 2, 0],
  [VLLM, "role-first", -248.9, 6.41],
  [VLLM, "bundled", 1.3, -1.54],
  ["inference-perf's published gate", "plain", 250, 25],
];

function row(subject: string, name: string, ms: number): BenchRow {
  const figure = { repeats: [ms], median: ms, interval: null, estimate: ms };
  return {
    name,
    unit: "ms",
    subject,
    origin: ORIGIN,
    version: null,
    source: "published",
    ...figure,
    target: null,
    verdict: null,
  };
}

/** Published figures, named as ours at concurrency 1. */
export const PUBLISHED: BenchRow[] = FIGURES.flatMap(([subject, shape, ttftMs, tpotMs]) => [
  row(subject, `TTFT error median, ${shape}, concurrency 1`, ttftMs),
  row(subject, `TPOT error median, ${shape}, concurrency 1`, tpotMs),
]);

/** Its source is not in Debian and not in this repository, so it is not run. */
export const PEERS = ["mlx-lm server_benchmark.py"];
