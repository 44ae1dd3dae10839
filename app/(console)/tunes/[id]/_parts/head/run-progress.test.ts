import { expect, test } from "vitest";
import { runProgress } from "./run-progress.ts";

const runId = "00000000-0000-4000-8000-000000000001";
const base = { runId, monoMs: 0 };

test("H-24 the bar's text is a sentence with phase, share, elapsed time and an estimated range", () => {
  const progress = runProgress(
    {
      ...base,
      phase: "stage2",
      model: "practice/medium-64mb",
      cell: { index: 3, of: 4 },
      replicate: { index: 1, of: 3 },
      etaMs: 60_000,
    },
    95_000,
  );
  expect(progress.percent).toBe(70);
  expect(progress.remaining).toBe("≈ 42 s to 1 min 30 s left");
  expect(progress.valueText).toBe(
    "70 percent: cell 3 of 4 of medium-64mb, measurement 1 of 3, 1 min 35 s elapsed, about 42 s to 1 min 30 s left.",
  );
});

test.each([
  ["accepted", { ...base, phase: "accepted" as const }],
  ["checking", { ...base, phase: "preflight" as const }],
  ["writing", { ...base, phase: "emit" as const }],
])("H-24 no percentage is claimed while nothing countable is under way: %s", (_title, progress) => {
  expect(runProgress(progress, 1000).percent).toBeNull();
});

test("H-24 never 0 and never 100 percent", () => {
  const first = runProgress({ ...base, phase: "stage1", candidate: { index: 1, of: 4 } }, 0);
  const last = runProgress({ ...base, phase: "stage2", cell: { index: 4, of: 4 }, replicate: { index: 3, of: 3 } }, 0);
  expect(first.percent).toBe(1);
  expect(last.percent).toBeLessThanOrEqual(99);
});

test("H-24 a fetch keeps the share of its candidate and says how much has come", () => {
  const progress = runProgress(
    {
      ...base,
      phase: "prewarm",
      model: "org/big",
      candidate: { index: 2, of: 4 },
      fetched: { bytesDone: 1e9, bytesTotal: 4e9 },
    },
    5000,
  );
  expect(progress.percent).toBe(10);
  expect(progress.words).toBe("candidate 2 of 4: fetching big, 1.00 GB of 4.00 GB");
});

test("H-24 what is left never exceeds the budget", () => {
  const progress = runProgress(
    { ...base, phase: "stage2", cell: { index: 1, of: 4 }, etaMs: 600_000, budgetLeftS: 30 },
    60_000,
  );
  expect(progress.remaining).toBe("≈ 30 s left");
});
