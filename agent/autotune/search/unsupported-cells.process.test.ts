import { expect, test } from "vitest";
import type { EngineCapability } from "../../../core/serving/capability.ts";
import { tuneTest } from "../../test/tune-harness.ts";

const CAPABLE: EngineCapability = {
  engine: "stub",
  engineVersion: "1.0.0",
  kvBits: [8],
  maxContext: true,
  maxBatch: true,
  kvBitsWithMaxContext: true,
  scope: {},
  contextGate: "tokenizer",
  unverified: [],
};

const tuneWith = (capability: EngineCapability, args: readonly string[] = []) =>
  tuneTest({
    provider: "provider-ready.ts",
    arguments: args,
    flags: {
      "candidate-models": "org/a-1B",
      "target-context": "100",
      "kv-bits-axis": "4,8,unset",
      "max-batch-axis": "1",
      "stage2-replicates": "1",
    },
    place: { capability },
  });

type Tune = Awaited<ReturnType<typeof tuneWith>>;

const startsWith = (tune: Tune, flag: string) =>
  tune.journal().filter(({ event, argv }) => event === "start" && argv?.join(" ").includes(flag)).length;

test("TB65, B105 an unsupported cell is a row without a start, one whose effective bits differ never wins", async () => {
  const tune = await tuneWith(CAPABLE, ["--effectiveKv=4"]);
  expect(await tune.run()).toBe(0);
  const { trials } = tune.stored();
  expect(trials.slice(1)).toMatchObject([
    { kvBits: 4, isFeasible: false, errorCount: 0, notes: "unsupported by backend: kv_bits 4", replicates: [] },
    { kvBits: 8, isFeasible: false, notes: "effective differs: kv_bits requested 8, effective 4", tpsMedian: null },
    { kvBits: null, isFeasible: true, isKept: true },
  ]);
  expect(startsWith(tune, "--kv-bits 4")).toBe(0);
  expect(startsWith(tune, "--kv-bits 8")).toBe(1);
});

test("TB65, B105 an axis the engine cannot take collapses with a warning, and the knob is never passed", async () => {
  const tune = await tuneWith({ ...CAPABLE, kvBits: null, maxContext: false });
  expect(await tune.run()).toBe(0);
  expect(tune.err).toContain("warning: --kv-bits-axis collapses to unset: stub cannot take this knob");
  expect(tune.err).toContain("warning: --max-context-axis collapses to 100: stub cannot take this knob");
  expect(tune.stored().trials.map(({ stage, kvBits, maxContext }) => [stage, kvBits, maxContext])).toEqual([
    [1, null, 100],
    [2, null, 100],
  ]);
  expect(startsWith(tune, "--kv-bits") + startsWith(tune, "--max-context")).toBe(0);
});
