import { expect, test } from "vitest";
import { trialOf } from "../../../../../_charts/prepare/test-trial.ts";
import { detailOf } from "../test-detail.ts";
import { anchoredWinner } from "./anchored-winner.ts";
import { trustNotes } from "./trust-notes.ts";

const idsOf = (detail: Parameters<typeof trustNotes>[0]) => trustNotes(detail).map((note) => note.id);

test("B63 the page says that the rule depends on cell order, and names the row", () => {
  const note = trustNotes(detailOf()).find((entry) => entry.id === "order");
  expect(note?.text).toContain("the best rate can step down along the way");
  expect(note?.text).toContain("Judged against the fastest cell instead, the kept cell stays.");
  expect(note?.trialLocalId).toBe(4);
});

test("B63 a chain of tie wins that walked down names the anchored winner and counts as degrading", () => {
  const trials = [
    trialOf({ localId: 1, tpsMedian: 100, ttftP95Ms: 2000 }),
    trialOf({ localId: 2, tpsMedian: 98.5, ttftP95Ms: 1900, maxBatch: 2 }),
    trialOf({ localId: 3, tpsMedian: 97, ttftP95Ms: 1800, kvBits: 8, isKept: true }),
  ];
  expect(anchoredWinner(trials, 0.02)?.localId).toBe(2);
  const note = trustNotes(detailOf({ trials })).find((entry) => entry.id === "order");
  expect(note).toMatchObject({ level: "degrading", trialLocalId: 2 });
});

test("M27 the note about noise carries n and the smallest gap, and no gap without them", () => {
  const note = trustNotes(detailOf()).find((entry) => entry.id === "noise");
  expect(note?.text).toMatch(/With 3 replicates this plan can show gaps from \d+\.\d %\./);
});

test("B29 a shared machine is said to rank nowhere, with the reason", () => {
  const [first] = detailOf().trials;
  if (!first) throw new Error("the fixture has rows");
  const notes = trustNotes(detailOf({ trials: [{ ...first, flags: ["shared_machine"] }] }));
  expect(notes[0]).toMatchObject({ id: "shared", level: "degrading", title: "Shared machine: does not rank" });
});

test("A50 practice models are labelled as such, a complete run of real models is not", () => {
  expect(idsOf(detailOf())).toContain("practice");
  expect(idsOf(detailOf({ summary: { candidateSource: "default" } }))).not.toContain("practice");
});

test("B126 a difference the console computed stands first", () => {
  expect(idsOf(detailOf({ recheck: "kept row 4, computed 3" }))[0]).toBe("recheck");
});
