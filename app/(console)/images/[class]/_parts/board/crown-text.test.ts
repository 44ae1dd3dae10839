import { expect, test } from "vitest";
import { crownOf, crownText, crownWord, isSettledByRating } from "./crown-text.ts";

const gap = { mean: 0.5, lower: 0.1, upper: 0.9 };
const GAP = "≈ +0.50 stars above the next, 95 % interval +0.10 to +0.90, n = 64";
const board = { gap, scores: 60, verdicts: 4 };
const [input, other] = ["1a".repeat(32), "2b".repeat(32)];

test.each([
  ["solid", { kind: "solid" }, "crown, solid", `Solid, with or without any one rating or rater: ${GAP}.`],
  [
    "on one rating",
    { kind: "dashed", by: "rating", input, other },
    "crown, fragile",
    `Fragile: without one rating of image 1a1a1a1a, 2b2b2b2b leads; ${GAP}.`,
  ],
  [
    "on one rater",
    { kind: "dashed", by: "rater", input: null, other },
    "crown, fragile",
    `Fragile: without one of its raters, 2b2b2b2b leads; ${GAP}.`,
  ],
  ["by too few raters", { kind: "dotted", raters: 1 }, "crown, unconfirmed", "Unconfirmed: one person rated here"],
  ["joint", { kind: "joint", others: [other] }, "joint crown", "Tied with 2b2b2b2b."],
  ["alone", { kind: "only" }, "only entry", "Only entry."],
  ["not worked out", { kind: "unchecked" }, "crown", "is not worked out on a board this long."],
  ["nobody's", { kind: "none" }, null, ""],
] as const)("E5 a crown says that it is %s", (_title, crown, word, text) => {
  const told = crown.kind === "joint" ? { ...crown, others: [...crown.others] } : crown;
  expect(crownWord(told)).toBe(word);
  expect(crownText({ ...board, crown: told })).toContain(text);
  expect(isSettledByRating({ crown: told, mode: "blind" })).toBe(crown.kind === "dashed");
  expect(isSettledByRating({ crown: told, mode: "open" })).toBe(false);
});

test("E5 a joint crown stands beside each recipe that is equal, any other beside the first alone", () => {
  const entries = [
    { recipeSha: input, rank: 1 },
    { recipeSha: other, rank: 2 },
    { recipeSha: "3c".repeat(32), rank: 3 },
  ];
  const joint = { kind: "joint" as const, others: [other] };
  expect(entries.map((entry) => crownOf(entry, joint))).toEqual(["joint crown", "joint crown", null]);
  expect(entries.map((entry) => crownOf(entry, { kind: "solid" }))).toEqual(["crown, solid", null, null]);
});
