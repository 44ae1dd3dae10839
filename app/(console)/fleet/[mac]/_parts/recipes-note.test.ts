import { expect, test } from "vitest";
import { recipesNote } from "./recipes-note.ts";

const step = (label: string, change: "first" | "model" | "knobs" | "unchanged") => ({ label, change });

test.each([
  ["nothing yet", [], "No complete tune yet."],
  ["one", [step("TUNE-1", "first")], "One complete tune so far, TUNE-1."],
  [
    "confirmed since",
    [step("TUNE-3", "unchanged"), step("TUNE-2", "knobs"), step("TUNE-1", "first")],
    "3 complete tunes, newest first. The recipe last changed with TUNE-2.",
  ],
])("C-22 %s", (_title, rows, expected) => {
  expect(recipesNote(rows)).toBe(expected);
});
