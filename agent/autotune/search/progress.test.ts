import { expect, test } from "vitest";
import { testCell } from "../../../core/autotune/report/test-trial.ts";
import type { TuneProgress } from "../../../core/contract/v1/events.ts";
import type { TuneSink } from "../sink.ts";
import { createProgressReporter } from "./progress.ts";

const unused = () => Promise.reject(new Error("no row is stored here"));
const RUN_ID = "0190c8a2-0000-7000-8000-000000000001";

function reporting(areRowsInOrder: boolean) {
  const told: TuneProgress[] = [];
  const now = { ms: 10_000 };
  const sink: TuneSink = {
    startRun: unused,
    storeTrial: unused,
    storeVisit: unused,
    markKept: unused,
    finish: unused,
    progress: (progress) => void told.push(progress),
    log: () => undefined,
    quiet: () => undefined,
    close: () => Promise.resolve(),
  };
  const reporter = createProgressReporter({
    runId: RUN_ID,
    clock: { wallMs: () => 0, monoMs: () => now.ms },
    sink,
    startedMs: 10_000,
    maxDurationS: 100,
    tieEpsilon: 0.02,
    areRowsInOrder,
  });
  /** One cell of three that takes 20 s, and its row. */
  const cell = (index: number, tps: number | null) => {
    reporter.report({ phase: "stage2", model: "acme/model-7B", cell: { index, of: 3 } });
    now.ms += 20_000;
    reporter.noteTrial(testCell(index, [tps, tps === null ? null : 900], { maxBatch: index }));
  };
  return { reporter, told, cell };
}

test("B124 each message has run id, monotonic time and budget left; best so far and time left once a cell is measured", () => {
  const { told, cell } = reporting(true);
  cell(1, null);
  cell(2, 12);
  cell(3, 11);
  expect(told[0]).toEqual({
    runId: RUN_ID,
    monoMs: 10_000,
    budgetLeftS: 100,
    phase: "stage2",
    model: "acme/model-7B",
    cell: { index: 1, of: 3 },
  });
  expect(told[1]).toMatchObject({ budgetLeftS: 80, etaMs: 40_000 });
  expect(told[1]).not.toHaveProperty("best");
  expect(told[2]).toMatchObject({ budgetLeftS: 60, etaMs: 20_000, best: { tpsMedian: 12, knobs: { maxBatch: 2 } } });
});

test("B124 rows of cells that left a blocked-halving search are no best so far and tell no time left", () => {
  const { told, cell } = reporting(false);
  cell(1, 12);
  cell(2, 11);
  expect(told[1]).not.toHaveProperty("best");
  expect(told[1]).not.toHaveProperty("etaMs");
});

test("B124 the budget left is never negative", () => {
  const { reporter, told, cell } = reporting(true);
  for (const index of [1, 2, 3, 4, 5, 6]) cell(index, 1);
  reporter.report({ phase: "emit" });
  expect(told.at(-1)?.budgetLeftS).toBe(0);
});
