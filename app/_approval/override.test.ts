import { expect, test } from "vitest";
import { overrideProblem } from "./override.ts";

const need = {
  causes: ["REGRESSION: on held-out images the prediction is not above live."],
  name: "color-photo",
  noun: "class",
  leastReason: 10,
};

test.each([
  ["nothing typed", { name: "", reason: "" }, "name"],
  ["another class", { name: "receipt", reason: "a long enough reason" }, "name"],
  ["a reason of nine characters", { name: "color-photo", reason: " 123456789 " }, "reason"],
  ["ten characters", { name: " color-photo ", reason: "1234567890" }, "none"],
] as const)("TU50 an override with %s misses: %s", (_title, draft, expected) => {
  expect(overrideProblem(need, draft)).toBe(expected);
});

test("TU50 without a gate in the way nothing has to be typed", () => {
  expect(overrideProblem(null, { name: "", reason: "" })).toBe("none");
});
