import { expect, test } from "vitest";
import { mayReplaceClass } from "./class-precedence.ts";

const ORDER = ["correction", "override", "agent", "heuristic"] as const;

test("IM11 correction comes before override, override before agent, agent before heuristic", () => {
  for (const [stored, storedBy] of ORDER.entries()) {
    for (const [next, nextBy] of ORDER.entries()) {
      expect(mayReplaceClass(storedBy, nextBy), `${nextBy} over ${storedBy}`).toBe(next <= stored);
    }
  }
});

test.each(ORDER)("IM11 %s names the class of a picture that has none, or one of an unknown origin", (by) => {
  expect(mayReplaceClass(null, by)).toBe(true);
  expect(mayReplaceClass("oracle", by)).toBe(true);
});
