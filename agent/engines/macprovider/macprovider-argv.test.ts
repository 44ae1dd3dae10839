import { expect, test } from "vitest";
import { macproviderArgv } from "./macprovider-argv.ts";

const aim = { binary: "/opt/macprovider-cli", modelPath: "acme/x-7B-4bit", port: 40_000 };
const START = ["/opt/macprovider-cli", "serve", "--no-join", "--model", "acme/x-7B-4bit", "--port", "40000"];

test.each([
  ["with bits", 4, ["--kv-bits", "4", "--max-batch", "2", "--max-context", "4000"]],
  ["without", null, ["--max-batch", "2", "--max-context", "4000"]],
] as const)("A25 macprovider-cli gets the same flags as our own serve, %s", (_title, kvBits, expected) => {
  expect(macproviderArgv({ ...aim, knobs: { kvBits, maxContext: 4000, maxBatch: 2 } })).toEqual([
    ...START,
    ...expected,
  ]);
});
