import { expect, test } from "vitest";
import { candidateOf, cellOf, finishedTree } from "../test-tree.ts";
import { layoutTree } from "./layout-tree.ts";
import type { Shape } from "./shapes.ts";
import { frameTree } from "./tree-frame.ts";

const shapesOf = (key: string, drawing = layoutTree(finishedTree, "wide")): Shape[] =>
  drawing.groups.filter((group) => group.key.startsWith(key)).flatMap((group) => group.shapes);
const textsOf = (shapes: Shape[]) => shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));

test.each(["wide", "narrow"] as const)("E1 equal rows give equal shapes, %s", (form) => {
  expect(JSON.stringify(layoutTree(structuredClone(finishedTree), form))).toBe(
    JSON.stringify(layoutTree(finishedTree, form)),
  );
});

test("E1 the drawing's order is the operator's order and the first candidate is on the lowest wire", () => {
  const keys = layoutTree(finishedTree, "wide").groups.flatMap((group) =>
    group.key.startsWith("wire-") ? [group.key] : [],
  );
  expect(keys).toEqual(["wire-1-pruned", "wire-2-chosen", "wire-3-not-probed", "wire-4-not-probed"]);
  const { wireY } = frameTree(finishedTree, "wide");
  expect(wireY).toEqual(wireY.toSorted((a, b) => b - a));
});

test("E1 a branch is as long as its memory need, from zero at the trunk", () => {
  const frame = frameTree(finishedTree, "wide");
  const cut = shapesOf("branch-1").find((shape) => shape.kind === "ellipse");
  expect(cut).toMatchObject({ cx: frame.x(18.7 * 2 ** 30) });
  expect(frame.x(0)).toBe(frame.x0);
});

test("E1 a pruned candidate ends cut, in bark, with its reason in short; the chosen one is the only leaf-coloured branch", () => {
  expect(textsOf(shapesOf("tag-1"))).toEqual(["first token 71,230 ms, gate 60,000 ms"]);
  expect(shapesOf("branch-1")[0]).toMatchObject({ fill: "bark" });
  expect(shapesOf("branch-2")[0]).toMatchObject({ fill: "leaf" });
});

test("E1 an integrity failure is drawn broken, not cut", () => {
  const candidates = [candidateOf(1, 8, { state: "broken", reason: "pre-warm integrity: hash mismatch" })];
  const drawing = layoutTree({ ...finishedTree, candidates, cells: [] }, "wide");
  expect(shapesOf("branch-1", drawing).filter((shape) => shape.kind === "ellipse")).toEqual([]);
  expect(shapesOf("branch-1", drawing)).toHaveLength(2);
});

test("E1 leaves stand in cell order; the kept one is a fruit with a ring, an infeasible one a stub, an unsupported one marked", () => {
  const keys = layoutTree(finishedTree, "wide").groups.flatMap((group) =>
    group.key.startsWith("leaf-") ? [group.key] : [],
  );
  expect(keys).toEqual(["leaf-1-measured", "leaf-2-kept", "leaf-3-infeasible", "leaf-4-unsupported"]);
  expect(shapesOf("leaf-2").filter((shape) => shape.kind === "circle")).toHaveLength(2);
  expect(textsOf(shapesOf("leaf-2"))).toEqual(["21.4", "kv – ·1"]);
  expect(textsOf(shapesOf("leaf-3"))[0]).toBe("failed");
});

test("E1 a candidate that was not probed is a bare wire that says so", () => {
  expect(textsOf(shapesOf("wire-3"))).toContain("not probed");
  expect(shapesOf("branch-3")).toEqual([]);
});

test("E1 what stays keeps its place while a run goes on, so that no branch grows twice", () => {
  const [first, second, ...rest] = finishedTree.candidates;
  if (first === undefined || second === undefined) throw new Error("no candidates");
  const growing = { ...finishedTree, candidates: [first, { ...second, state: "growing" as const }, ...rest] };
  const before = layoutTree(growing, "wide").groups.map((group) => group.key);
  const after = layoutTree(finishedTree, "wide").groups.map((group) => group.key);
  expect(before.filter((key) => after.includes(key))).toEqual(after.filter((key) => before.includes(key)));
});

test("E1 the wall's edge is drawn only where the working set is known", () => {
  expect(textsOf(shapesOf("ground"))).toContain("GPU working set 16.0");
  const unknown = layoutTree({ ...finishedTree, workingSetBytes: null }, "wide");
  expect(textsOf(shapesOf("ground", unknown)).some((text) => text.includes("working set"))).toBe(false);
});

test("E1 no shape leaves the drawing, however many cells there are", () => {
  const cells = Array.from({ length: 40 }, (_, index) => cellOf(index + 1, 20));
  for (const form of ["wide", "narrow"] as const) {
    const drawing = layoutTree({ ...finishedTree, cells }, form);
    const numbers = drawing.groups.flatMap((group) =>
      group.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.x] : [])),
    );
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(drawing.width);
  }
});

test("E1 the label says in words what the picture shows", () => {
  expect(layoutTree(finishedTree, "wide").label).toBe(
    "4 candidates in the operator's order, the first on the lowest wire. 1 model-1: cut, first token 71,230 ms, gate 60,000 ms. 2 model-2: fits, chosen. 4 knob cells. Kept: kv unset ·1 ·8k, 21.4 tok/s. 2 not probed.",
  );
});
