import { describe, expect, test } from "vitest";
import type { EngineCapability } from "../serving/capability.ts";
import { collapseAxes, collapseWarnings, passedKnobs } from "./plan/collapse-axes.ts";
import { planCells } from "./plan-cells.ts";
import { testPlan } from "./report/test-trial.ts";

const CAPABLE: EngineCapability = {
  engine: "embedded",
  engineVersion: "3.21.1",
  kvBits: [4, 8],
  maxContext: true,
  maxBatch: true,
  kvBitsWithMaxContext: true,
  scope: {},
  contextGate: "tokenizer",
  unverified: [],
};
const plan = testPlan({ kvBitsAxis: [null, 4, 8], maxBatchAxis: [1, 2], maxContextAxis: [2000, 4000] });

describe("B57 cells", () => {
  test("kv bits are outermost, context innermost, in axis order", () => {
    const order = planCells(plan, CAPABLE).map(({ knobs }) => [knobs.kvBits, knobs.maxBatch, knobs.maxContext]);
    expect(order.slice(0, 5)).toEqual([
      [null, 1, 2000],
      [null, 1, 4000],
      [null, 2, 2000],
      [null, 2, 4000],
      [4, 1, 2000],
    ]);
  });

  test("TB16 there are as many as the product of the axis sizes; TB18 two per kv and batch", () => {
    expect(planCells(plan, CAPABLE)).toHaveLength(12);
    expect(planCells(testPlan({ kvBitsAxis: [null, 4, 8], maxBatchAxis: [1, 2] }), null)).toHaveLength(6);
  });

  test("B14 an empty context axis is one cell at the target", () => {
    expect(planCells(testPlan({ targetContext: 1234 }), null)[0]?.knobs.maxContext).toBe(1234);
  });
});

describe("B105 capabilities first", () => {
  test("TB65 an engine without kv bits has 2 cells, not 6, and says why", () => {
    const capability = { ...CAPABLE, kvBits: null, reasons: { kvBits: "head size 16" } };
    const small = testPlan({ kvBitsAxis: [null, 4, 8], maxBatchAxis: [1, 2] });
    expect(planCells(small, capability)).toHaveLength(2);
    expect(collapseWarnings(small, capability)).toEqual(["warning: --kv-bits-axis collapses to unset: head size 16"]);
  });

  test("B105 a collapsed knob is carried in the row and not passed", () => {
    const axes = collapseAxes(plan, { ...CAPABLE, maxBatch: false, maxContext: false });
    expect(axes).toMatchObject({ maxBatch: [1], maxContext: [2000], collapsed: ["maxBatch", "maxContext"] });
    const passed = passedKnobs({ kvBits: 8, maxBatch: 1, maxContext: 2000 }, axes);
    expect(passed).toEqual({ kvBits: 8, maxBatch: null, maxContext: null });
  });

  test("A44 a combination the engine cannot take keeps its row and its reason", () => {
    const cells = planCells(plan, { ...CAPABLE, kvBits: [8] });
    expect(cells.filter(({ unsupported }) => unsupported !== null).map(({ unsupported }) => unsupported)).toEqual(
      Array(4).fill("unsupported by backend: kv_bits 4"),
    );
    const exclusive = planCells(plan, { ...CAPABLE, kvBitsWithMaxContext: false });
    expect(exclusive.at(-1)?.unsupported).toBe("unsupported by backend: kv_bits 8 with max_context 4000");
  });

  test("A40 an unverified combination is tried, not ruled out", () => {
    const capability = { ...CAPABLE, kvBitsWithMaxContext: false, unverified: ["kvBitsWithMaxContext"] };
    expect(planCells(plan, capability).every(({ unsupported }) => unsupported === null)).toBe(true);
  });
});
