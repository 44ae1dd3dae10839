import { expect, test } from "vitest";
import { learningText } from "./learning-text.ts";

const computable = { class: "color-photo", state: "computable", missing: ["3 more paired ratings"] } as const;

test.each([
  ["less error", { n: 18, error: 0.52, before: 0.6 }, "off by 0.52 stars, 0.08 less than when you began."],
  ["more error", { n: 18, error: 0.6, before: 0.52 }, "off by 0.60 stars, 0.08 more than when you began."],
  ["no visible change", { n: 18, error: 0.52, before: 0.523 }, "off by 0.52 stars, as when you began."],
  ["nothing known before", { n: 18, error: 0.52, before: null }, "off by 0.52 stars."],
])("TU31 the bench tells %s", (_title, heldOut, expected) => {
  expect(learningText({ ...computable, heldOut })).toBe(
    `color-photo is computable; missing: 3 more paired ratings. On 18 held-out scores the prediction is ${expected}`,
  );
});

test("TU31 without held-out scores only the state is told", () => {
  const promoted = { class: "color-photo", state: "promoted", missing: [], heldOut: null } as const;
  expect(learningText(promoted)).toBe("color-photo is promoted.");
});
