import { expect, test } from "vitest";
import { llamaServerArgv } from "./llama-server-argv.ts";

const aim = { binary: "/opt/llama-server", modelPath: "/models/m.gguf", port: 40_000, threads: null };

test("TA20 context 4000, batch 2, kv 8: the context of all slots, fixed slots, and quantised K and V with flash attention", () => {
  const argv = llamaServerArgv({ ...aim, knobs: { kvBits: 8, maxContext: 4000, maxBatch: 2 } });
  expect(argv.join(" ")).toContain("-c 8000 -np 2 -no-kvu -fit off -ctk q8_0 -ctv q8_0 -fa on");
  expect(argv).toEqual([
    "/opt/llama-server",
    ...["-m", "/models/m.gguf", "--offline", "--host", "127.0.0.1", "--port", "40000"],
    ...["-c", "8000", "-np", "2", "-no-kvu", "-fit", "off", "-ctk", "q8_0", "-ctv", "q8_0", "-fa", "on"],
    ...["-ngl", "all", "--cache-ram", "0"],
  ]);
});

test.each([
  ["4 bits", 4, "-ctk q4_0 -ctv q4_0 -fa on"],
  ["unset leaves the cache alone", null, "-fit off -ngl"],
] as const)("TA20 kv bits: %s", (_title, kvBits, expected) => {
  const argv = llamaServerArgv({ ...aim, knobs: { kvBits, maxContext: 4000, maxBatch: 1 } });
  expect(argv.join(" ")).toContain(expected);
});

test("threads are passed only when asked for", () => {
  const knobs = { kvBits: null, maxContext: 4000, maxBatch: 1 };
  expect(llamaServerArgv({ ...aim, knobs })).not.toContain("-t");
  expect(llamaServerArgv({ ...aim, threads: 2, knobs }).slice(-2)).toEqual(["-t", "2"]);
});
