import { expect, test } from "vitest";
import { appliesTo, firstBatch, imagesAnswer } from "./images-answer.ts";

const one = {
  label: "receipt",
  definition: "",
  parent: null,
  origin: "built_in" as const,
  liveSha: null,
  inputs: 3,
  runs: 3,
  progress: { class: "receipt", rated: 2, needed: 20, argumentSets: 1 },
  scores: 2,
  mean: 3.5,
};

test.each([
  ["nothing here", { classes: [], inputs: 0, unratedRuns: 0, orphanRatings: 0 }, "No picture is here yet"],
  [
    "rated, with what is missing",
    { classes: [one], inputs: 3, unratedRuns: 1, orphanRatings: 2 },
    "1 of 1 class rated, over 3 pictures; best is receipt at 3.50; 1 run waits for a rating; 2 ratings without a run.",
  ],
  [
    "not rated yet",
    { classes: [{ ...one, mean: null }], inputs: 1, unratedRuns: 0, orphanRatings: 0 },
    "1 picture, none rated yet.",
  ],
])("the answer names %s", (_title, overview, expected) => {
  expect(imagesAnswer(overview)).toContain(expected);
});

test("H-57 a selection says to how many images it applies", () => {
  expect([appliesTo(1), appliesTo(1200)]).toEqual(["applies to 1 image", "applies to 1,200 images"]);
});

test("H-35 IM53 more pictures than a batch takes are planned as far as it does, and that is said", () => {
  const all = Array.from({ length: 5_001 }, (_, place) => String(place));
  const { inputs, rest } = firstBatch(all);
  expect([inputs.length, rest]).toEqual([5_000, expect.stringMatching(/^The first 5,000 of 5,001 images, /)]);
  expect(firstBatch(inputs)).toEqual({ inputs, rest: null });
});
