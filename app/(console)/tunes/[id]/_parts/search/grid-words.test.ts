import { expect, test } from "vitest";
import { trialOf } from "../../../../../_charts/prepare/test-trial.ts";
import { detailOf } from "../test-detail.ts";
import { gridNotes } from "./grid-words.ts";

const noteOf = (detail: Parameters<typeof gridNotes>[0], id: string) =>
  gridNotes(detail).find((note) => note.id === id);

test("B63 the page says that the rule depends on cell order, and names the row", () => {
  const note = noteOf(detailOf(), "order");
  expect(note?.text).toContain("the choice depends on that order and the rate can step down along the way");
  expect(note?.text).toContain("Judged against the leader instead, the kept cell stays (recomputed, not executed).");
  expect(note?.trialLocalId).toBe(4);
});

test("B63 M20 a chain of tie wins that walked down names the recomputed anchored winner and counts as degrading", () => {
  const trials = [
    trialOf({ localId: 1, tpsMedian: 100, ttftP95Ms: 2000 }),
    trialOf({ localId: 2, tpsMedian: 98.5, ttftP95Ms: 1900, maxBatch: 2 }),
    trialOf({ localId: 3, tpsMedian: 97, ttftP95Ms: 1800, kvBits: 8, isKept: true }),
  ];
  const note = noteOf(detailOf({ trials }), "order");
  expect(note?.level).toBe("degrading");
  expect(note?.text).toContain("max_batch=2, max_context=8000 would be kept (recomputed, not executed).");
});

test("M27 a grid winner carries the smallest gap its plan can show, with its n", () => {
  expect(noteOf(detailOf(), "gap")?.text).toMatch(
    /this plan can show gaps from \d+\.\d % \(3 replicates a cell\); cells nearer than that are not shown to differ\./,
  );
});

test("A quantised grid winner is marked quality not shown, an unquantised one is not", () => {
  expect(noteOf(detailOf(), "quality")?.title).toBe("Quality not shown");
  const plain = [trialOf({ localId: 3, isKept: true }), trialOf({ localId: 4, maxBatch: 2 })];
  expect(noteOf(detailOf({ trials: plain }), "quality")).toBeUndefined();
});

test("a blocked run has no grid notes", () => {
  const { plan } = detailOf();
  expect(gridNotes(detailOf({ plan: { ...plan, strategy: "blocked-halving" } }))).toEqual([]);
});
