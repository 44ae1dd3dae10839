import { expect, test } from "vitest";
import { commonPasswords, judgePassword } from "./password-rules.ts";

test("AC4 the bundled list holds at least 3,000 different entries in lower case", () => {
  const list = [...commonPasswords()];
  expect(list.length).toBeGreaterThanOrEqual(3000);
  expect(list.filter((entry) => entry !== entry.toLowerCase())).toEqual([]);
  expect(list.filter((entry) => entry.length >= 12).length).toBeGreaterThanOrEqual(1000);
});

test.each([
  ["elevenchars", "too-short"],
  ["twelve-chars", "ok"],
  ["x y".repeat(42), "ok"],
  ["x".repeat(129), "too-long"],
  ["🌳".repeat(12), "ok"],
  ["🌳".repeat(11), "too-short"],
  ["Password1234", "common"],
  ["qwertyuiopasdfghjkl", "common"],
  ["a tall pear against a wall", "ok"],
])("AC4 %j is %s", (password, verdict) => {
  expect(judgePassword(password)).toBe(verdict);
});
