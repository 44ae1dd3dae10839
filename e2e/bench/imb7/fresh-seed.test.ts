import { expect, test } from "vitest";
import { freshSeed, seedNote } from "./fresh-seed.ts";

const run = (firstSeed: number, changed: { id?: string; mode?: string } = {}) => ({
  id: "IMB7",
  mode: "full",
  notes: [seedNote(30, firstSeed)],
  ...changed,
});

test("IMB7 takes seeds that no stored run has seen", () => {
  expect(freshSeed([], 1)).toBe(11_000);
  expect(freshSeed([run(11_000)], 1)).toBe(12_000);
  expect(freshSeed([run(12_000), run(11_000), run(14_000)], 1)).toBe(13_000);
  expect(freshSeed([run(11_000)], 5)).toBe(15_000);
  expect(freshSeed([run(11_000, { id: "H5" }), run(11_000, { mode: "ci" })], 1)).toBe(11_000);
});

test("IMB7 leaves the seeds of its CI form alone", () => {
  expect(freshSeed([], 0)).toBe(11_000);
});
