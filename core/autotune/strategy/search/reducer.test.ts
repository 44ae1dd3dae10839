import { describe, expect, test } from "vitest";
import { cutSearch } from "./reducer.ts";
import { searchResult } from "./search-result.ts";
import type { PlannedVisit } from "./search-state.ts";
import { driveSearch, type TestMachine, testCells, testSetup } from "./test-search.ts";

const many = testSetup({ cells: testCells([1, 2, 4, 8], [2000, 4000, 8000]) });

function visitsOf(setup = many): PlannedVisit[] {
  return driveSearch(setup).steps.flatMap((step) => (step.kind === "visit" ? [step.visit] : []));
}

describe("TM13 planned visits", () => {
  test("TM13 36 cells plan 36 + 24 + 16 search visits", () => {
    const search = visitsOf().filter(({ kind }) => kind === "search");
    expect([1, 2, 3].map((rung) => search.filter((visit) => visit.rung === rung).length)).toEqual([36, 24, 16]);
  });

  test("TM13 6 cells plan 18 search visits", () => {
    expect(visitsOf(testSetup()).filter(({ kind }) => kind === "search")).toHaveLength(18);
  });
});

test("the fastest of equals in first tokens wins", () => {
  const { state } = driveSearch(testSetup(), {
    visit: ({ knobs }) => ({
      kind: "ok",
      tps: knobs.maxBatch === 2 ? 30 : 20,
      ttftMs: knobs.kvBits === 8 ? 3000 : 4000,
    }),
  });
  const result = searchResult(state);
  expect(result.winner?.knobs).toEqual({ kvBits: 8, maxBatch: 2, maxContext: 2000 });
  expect(result).toMatchObject({ isPartial: false, isShown: true, counts: { search: 18, repeated: 0 } });
});

test("TM22 a search cut in mid-rung chooses from complete blocks and is partial", () => {
  const machine: TestMachine = {
    visit: ({ knobs }) => ({ kind: "ok", tps: knobs.kvBits === null ? 21 : 20, ttftMs: 4000 }),
  };
  const result = searchResult(cutSearch(driveSearch(many, machine, 1 + 36 + 12 + 5).state));
  expect(result.isPartial).toBe(true);
  expect(result.contenders[0]?.gap.blocks).toBe(2);
  expect(searchResult(cutSearch(driveSearch(many, machine, 20).state)).winner).toBeNull();
});
