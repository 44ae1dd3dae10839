import { expect, test } from "vitest";
import { mlxLmArgv, mlxVlmArgv } from "./mlx-argv.ts";

const aim = { binary: "/opt/bin/server", modelPath: "/models/m", port: 40_000 };
const START = ["/opt/bin/server", "--model", "/models/m", "--host", "127.0.0.1", "--port", "40000"];

test("A5 A25 mlx_vlm.server gets the cap, the concurrency and the bits with group size 64 and start 0", () => {
  expect(mlxVlmArgv({ ...aim, knobs: { kvBits: 8, maxContext: 4000, maxBatch: 2 } })).toEqual([
    ...START,
    ...["--max-kv-size", "4000", "--max-num-seqs", "2"],
    ...["--kv-bits", "8", "--kv-quant-scheme", "uniform", "--kv-group-size", "64", "--quantized-kv-start", "0"],
  ]);
});

test("A25 unset bits are not passed", () => {
  expect(mlxVlmArgv({ ...aim, knobs: { kvBits: null, maxContext: 4000, maxBatch: 1 } })).toEqual([
    ...START,
    ...["--max-kv-size", "4000", "--max-num-seqs", "1"],
  ]);
});

test("A43 mlx_lm.server gets the concurrency alone", () => {
  expect(mlxLmArgv({ ...aim, knobs: { kvBits: 8, maxContext: 4000, maxBatch: 3 } })).toEqual([
    ...START,
    ...["--decode-concurrency", "3", "--prompt-concurrency", "3"],
  ]);
});
