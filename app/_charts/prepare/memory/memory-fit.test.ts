import { expect, test } from "vitest";
import { candidateOf, finishedTree } from "../../../_tree/test-tree.ts";
import { layMemory } from "../../drawing/lay-memory.ts";
import { prepareMemoryFit } from "./memory-fit.ts";

const view = prepareMemoryFit({ tree: finishedTree, ramGb: 24 });
const shapesOf = (key: string, width = 900) =>
  layMemory(view, width, null).groups.find((group) => group.key === key)?.shapes ?? [];
const textsOf = (shapes: ReturnType<typeof shapesOf>) =>
  shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));

test("C-01 keeps the operator's order and says which fits, what it needs and why not the one before", () => {
  expect(view.bars.map((bar) => [bar.rank, bar.state])).toEqual([
    [1, "pruned"],
    [2, "chosen"],
    [3, "not-probed"],
    [4, "not-probed"],
  ]);
  expect(view.sentence).toBe(
    "model-2 fits and needs ≈ 9.60 GiB of the 16.0 GiB working set at context 8,000. model-1, next before it, did not: first token 71,230 ms, gate 60,000 ms.",
  );
});

test("C-01 a bar is weights, KV cache and reserve, and they add up to the need", () => {
  for (const bar of view.bars) {
    const { weightsBytes = 0, kvCacheBytes = 0, reserveBytes = 0 } = bar.parts ?? {};
    expect(weightsBytes + kvCacheBytes + reserveBytes).toBeCloseTo(bar.needBytes ?? 0, -3);
  }
  expect(view.caption).toContain("Every bar is an estimate");
});

test("C-01 lines are the GPU working set and the RAM, and no working set is invented", () => {
  expect(view.lines.map((line) => line.text)).toEqual(["GPU working set 16.0 GiB", "RAM 24 GiB"]);
  const unknown = prepareMemoryFit({ tree: { ...finishedTree, workingSetBytes: null }, ramGb: 24 });
  expect(unknown.lines.map((line) => line.name)).toEqual(["RAM"]);
  expect(unknown.caption).toContain("names no GPU working set");
});

test("C-01 a candidate that was not probed is hatched, an estimate is hollow, the chosen one is leaf", () => {
  expect(textsOf(shapesOf("bar-3"))).toContain("not probed");
  const paths = shapesOf("bar-3").flatMap((shape) => (shape.kind === "path" ? [shape] : []));
  expect(paths.at(-1)?.d.split("M").length).toBeGreaterThan(5);
  expect(paths.filter((path) => path.fill !== undefined && path.fill !== "wall")).toEqual([]);
  expect(shapesOf("bar-2").some((shape) => shape.kind === "path" && shape.stroke === "leaf")).toBe(true);
});

test("C-01 the first candidate stands on the lowest wire and nothing leaves the drawing at any width", () => {
  for (const width of [288, 480, 900]) {
    const picture = layMemory(view, width, "2");
    expect(picture.hits.map((hit) => hit.y)).toEqual(picture.hits.map((hit) => hit.y).toSorted((a, b) => b - a));
    const xs = picture.groups.flatMap((group) =>
      group.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.x] : [])),
    );
    expect(Math.max(...xs)).toBeLessThanOrEqual(width);
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(0);
  }
});

test("H-40 the twin of C-01 has one row for each bar under console.md's columns; an absence is empty, never zero", () => {
  expect(view.twin.rows.map((row) => row.id)).toEqual(view.bars.map((bar) => bar.rowId));
  const keys = view.twin.heads.map((head) => head.key);
  for (const key of [
    "order",
    "model",
    "params_b",
    "weights_gib",
    "kv_cache_gib",
    "budget_gib",
    "ttft_p95_ms",
    "gate_ms",
    "verdict",
    "reason",
  ]) {
    expect(keys).toContain(key);
  }
  expect(view.twin.rows[2]?.values[keys.indexOf("ttft_p95_ms")]).toEqual({ shown: "–", csv: "" });
  expect(view.twin.rows[0]?.subject).toBe("trial-1");
});

test("C-01 an unknown need is an absence, and before anything is measured it says so", () => {
  const candidates = [
    candidateOf(1, 8, { weightsBytes: null, kvCacheBytes: null, reserveBytes: null, needBytes: null }),
  ];
  const bare = prepareMemoryFit({ tree: { ...finishedTree, candidates, cells: [] }, ramGb: 16 });
  expect(bare.bars[0]?.parts).toBeNull();
  expect(bare.sentence).toBe("No candidate has been measured yet.");
});
