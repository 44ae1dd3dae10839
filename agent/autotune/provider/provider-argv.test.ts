import { expect, test } from "vitest";
import { providerArgv } from "./provider-argv.ts";

const UNSET = { kvBits: null, maxBatch: null, maxContext: null };

test("TB7, B18 every candidate argv has --no-join exactly once and only the knobs that are set", () => {
  expect(providerArgv({ model: "org/a", port: 18_080, knobs: UNSET })).toEqual({
    kind: "ok",
    argv: ["serve", "--no-join", "--model", "org/a", "--port", "18080"],
  });
  const all = providerArgv({ model: "org/a", port: 1, knobs: { kvBits: 8, maxBatch: 2, maxContext: 4000 } });
  expect(all.kind === "ok" && all.argv.slice(6)).toEqual([
    "--kv-bits",
    "8",
    "--max-batch",
    "2",
    "--max-context",
    "4000",
  ]);
  expect(all.kind === "ok" && all.argv.filter((part) => part === "--no-join")).toHaveLength(1);
});

test.each([
  ["port 0", { model: "a", port: 0, knobs: UNSET }],
  ["port 65536", { model: "a", port: 65_536, knobs: UNSET }],
  ["context 0", { model: "a", port: 1, knobs: { ...UNSET, maxContext: 0 } }],
  ["kv bits 5", { model: "a", port: 1, knobs: JSON.parse('{"kvBits":5,"maxBatch":null,"maxContext":null}') }],
  ["batch 0", { model: "a", port: 1, knobs: { ...UNSET, maxBatch: 0 } }],
  ["an id that starts with a dash", { model: "-rm", port: 1, knobs: UNSET }],
])("TB37, B18 %s is refused before spawning", (_title, aim) => {
  expect(providerArgv(aim).kind).toBe("refused");
});
