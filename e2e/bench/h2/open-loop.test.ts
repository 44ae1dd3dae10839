import { expect, test } from "vitest";
import { verdictOf } from "../result-file.ts";
import { storedCiProblems } from "../stored-ci-form.ts";
import { honestyRows } from "./open-loop.ts";

test.each<[string, number, number, "pass" | "fail"]>([
  ["mean and maximum at the two ends", 0.99, 1.01, "pass"],
  ["a mean that hides a part of the queue", 0.989, 1, "fail"],
  ["a maximum past the queue", 1, 1.011, "fail"],
])("TM23 the CI form of H2: %s", (_title, mean, maximum, verdict) => {
  expect(verdictOf(honestyRows([mean], [maximum]))).toBe(verdict);
});

test("TM23 the CI form of H2 judges the mean and the maximum against the computed queue, within one per cent", () => {
  expect(honestyRows([1], [1]).map(({ name, target }) => [name, target])).toEqual([
    ["mean E2E ÷ computed queue", "0.99 to 1.01"],
    ["maximum E2E ÷ computed queue", "0.99 to 1.01"],
  ]);
});

test("TM23 H2 in its CI form passed, as stored", () => {
  expect(storedCiProblems("H2", honestyRows([1], [1]))).toEqual([]);
});
