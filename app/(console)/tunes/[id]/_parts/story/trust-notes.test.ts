import { expect, test } from "vitest";
import { detailOf } from "../test-detail.ts";
import { trustNotes } from "./trust-notes.ts";

const idsOf = (detail: Parameters<typeof trustNotes>[0]) => trustNotes(detail).map((note) => note.id);

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
