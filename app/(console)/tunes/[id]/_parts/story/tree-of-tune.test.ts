import { expect, test } from "vitest";
import { detailOf } from "../test-detail.ts";
import { treeOfTune } from "./tree-of-tune.ts";

const progressOf = { runId: "00000000-0000-4000-8000-000000000001", monoMs: 0 };

test("E1 stored rows decide the branches: missed the gate is cut, the first that fits is chosen, the rest is not probed", () => {
  const tree = treeOfTune(detailOf(), { isLive: false, progress: null });
  expect(tree.candidates.map((candidate) => candidate.state)).toEqual(["pruned", "chosen", "not-probed"]);
  expect(tree.cells.map((cell) => cell.state)).toEqual(["measured", "kept", "planned", "planned"]);
});

test("E1 the candidate that is measured now grows, and the current cell is a bud", () => {
  const all = detailOf();
  const started = treeOfTune(detailOf({ trials: [] }), {
    isLive: true,
    progress: { ...progressOf, phase: "stage1", candidate: { index: 1, of: 3 } },
  });
  expect(started.candidates.map((candidate) => candidate.state)).toEqual(["growing", "not-probed", "not-probed"]);
  const cells = treeOfTune(all, {
    isLive: true,
    progress: { ...progressOf, phase: "stage2", cell: { index: 3, of: 4 } },
  });
  expect(cells.cells.map((cell) => cell.state)).toEqual(["measured", "kept", "bud", "planned"]);
});

test("E1 a finished run shows stored rows only, whatever the last progress said", () => {
  const tree = treeOfTune(detailOf({ trials: [] }), {
    isLive: false,
    progress: { ...progressOf, phase: "stage1", candidate: { index: 1, of: 3 } },
  });
  expect(tree.candidates.map((candidate) => candidate.state)).toEqual(["not-probed", "not-probed", "not-probed"]);
});

test("E1 an integrity failure breaks the branch and an unsupported cell is marked", () => {
  const [first, , third] = detailOf().trials;
  if (!first || !third) throw new Error("the fixture has rows");
  const broken = treeOfTune(detailOf({ trials: [{ ...first, notes: "pre-warm integrity: hash mismatch" }] }), {
    isLive: false,
    progress: null,
  });
  expect(broken.candidates[0]?.state).toBe("broken");
  const unsupported = treeOfTune(
    detailOf({ trials: [{ ...third, isFeasible: false, notes: "unsupported by backend: kv_bits 8" }] }),
    {
      isLive: false,
      progress: null,
    },
  );
  expect(unsupported.cells[0]?.state).toBe("unsupported");
});
