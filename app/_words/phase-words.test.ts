import { describe, expect, test } from "vitest";
import { type ProgressFacts, phaseWords, progressShare } from "./phase-words.ts";

const facts = (change: Partial<ProgressFacts>): ProgressFacts => ({
  phase: "preflight",
  modelLabel: "Qwen2.5-14B",
  candidate: null,
  cell: null,
  replicate: null,
  fetched: null,
  ...change,
});

describe("H-24 progress is a sentence", () => {
  test.each<[string, Partial<ProgressFacts>, string]>([
    ["plain phases", {}, "checking the machine"],
    ["a cached model is loaded", { phase: "prewarm" }, "loading Qwen2.5-14B"],
    [
      "a fetch says how much has come",
      { phase: "prewarm", candidate: { index: 2, of: 4 }, fetched: { bytesDone: 1e9, bytesTotal: 4e9 } },
      "candidate 2 of 4: fetching Qwen2.5-14B, 1.00 GB of 4.00 GB",
    ],
    [
      "stage 1 names candidate and measurement",
      { phase: "stage1", candidate: { index: 2, of: 5 }, replicate: { index: 1, of: 3 } },
      "candidate 2 of 5: does Qwen2.5-14B fit, measurement 1 of 3",
    ],
    ["stage 2 names the cell", { phase: "stage2", cell: { index: 3, of: 6 } }, "cell 3 of 6 of Qwen2.5-14B"],
  ])("%s", (_title, change, text) => {
    expect(phaseWords(facts(change))).toBe(text);
  });
});

describe("H-24 the bar is never a fake 0 % or 100 %", () => {
  test("nothing countable has no bar", () => {
    expect(progressShare(facts({}))).toBeNull();
    expect(progressShare(facts({ phase: "stage2" }))).toBeNull();
  });

  test("the first step is more than nothing, the last less than all", () => {
    expect(progressShare(facts({ phase: "stage1", candidate: { index: 1, of: 5 } }))).toBe(0.01);
    const last = facts({ phase: "stage2", cell: { index: 6, of: 6 }, replicate: { index: 3, of: 3 } });
    expect(progressShare(last)).toBeLessThan(1);
  });

  test("it grows with the steps", () => {
    const cell = (index: number) => progressShare(facts({ phase: "stage2", cell: { index, of: 6 } })) ?? 0;
    expect(cell(3)).toBeGreaterThan(cell(2));
  });
});
