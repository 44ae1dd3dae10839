import { expect, test } from "vitest";
import { finishedTree } from "./test-tree.ts";
import { treeRows } from "./tree-rows.ts";

test("E1 the list carries C-01's rows in the operator's order, estimates marked", () => {
  const rows = treeRows(finishedTree);
  expect(rows.map((row) => [row.title, row.verdict])).toEqual([
    ["model-1", "cut"],
    ["model-2", "fits, chosen"],
    ["model-3", "not probed"],
    ["model-4", "not probed"],
  ]);
  expect(rows[0]?.facts).toEqual([
    "34.4B parameters",
    "weights ≈ 17.2 GiB",
    "cache ≈ 1.00 GiB",
    "reserve ≈ 512 MiB",
    "budget 16.0 GiB",
    "first token 71.2 s, max of 1",
    "gate 60,000 ms",
    "ttft p95 71230 ms over gate 60000 ms",
  ]);
});

test("E1 the stage 2 trials stand under the chosen candidate in cell order", () => {
  const chosen = treeRows(finishedTree)[1];
  expect(chosen?.cells.map((cell) => cell.verdict)).toEqual([
    "measured",
    "kept",
    "infeasible",
    "unsupported, not measured",
  ]);
  expect(chosen?.cells[1]?.facts).toEqual(["21.4 tok/s, median of 3", "first token 1.90 s, max of 3"]);
});

test("H-19 an unset knob reads unset in the list", () => {
  expect(treeRows(finishedTree)[1]?.cells[1]?.title).toBe("kv_bits=unset, max_batch=1, max_context=8000");
});

test("E1 an estimate that is missing is unknown and no number", () => {
  const [first] = finishedTree.candidates;
  if (first === undefined) throw new Error("the fixture has candidates");
  const rows = treeRows({ ...finishedTree, candidates: [{ ...first, weightsBytes: null, budgetBytes: null }] });
  expect(rows[0]?.facts.slice(1, 5)).toEqual([
    "weights unknown",
    "cache ≈ 1.00 GiB",
    "reserve ≈ 512 MiB",
    "budget unknown",
  ]);
});
