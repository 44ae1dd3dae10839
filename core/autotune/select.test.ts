import { describe, expect, test } from "vitest";
import { testReplicate, testWarmUp } from "../measuring/test-replicate.ts";
import { buildDocument, type TuneRunFacts } from "./recommendation.ts";
import { cellSpread, coefficientOfVariation } from "./report/cell-spread.ts";
import { testCell, testPlan, testTrial } from "./report/test-trial.ts";
import { selectTrialFigures, selectWinner } from "./select.ts";

const RUN: TuneRunFacts = {
  runId: "0190c8a2-0000-7000-8000-000000000001",
  startedAt: "2026-01-01T00:00:00Z",
  endedAt: "2026-01-01T00:10:00Z",
  machine: { ramGb: 16, chip: "Apple M2", osVersion: "15.1", binaryVersion: "0.1.0" },
  plan: testPlan(),
  trials: [testTrial(1), testCell(2, [12.345, 811.6]), testCell(3, [12, 2345.6], { kvBits: 8, flags: ["unproven"] })],
  exitReason: "ok",
  hasStage2Begun: true,
  areCellsFinished: true,
  dbPath: "/state/agent.db",
  provider: "espalier",
};

describe("the one selector per figure", () => {
  test("TM5 the winner's figures with what they are a statistic of, and their row", () => {
    const winner = selectWinner(buildDocument(RUN), RUN.trials);
    expect(winner).toMatchObject({
      modelLabel: "model-7B",
      knobsText: "kv_bits=unset, max_batch=1, max_context=2000",
      tps: { value: 12.345, text: "12.3 tok/s", label: "median of 3" },
      ttft: { value: 811.6, text: "812 ms", label: "max of 3" },
      tpsMethod: "usage",
      isPartial: false,
      isShown: true,
      trialLocalId: 2,
    });
  });

  test("B119 a partial winner points at Stage 1's row", () => {
    const run = { ...RUN, trials: RUN.trials.slice(0, 1), exitReason: "interrupted" as const, areCellsFinished: false };
    expect(selectWinner(buildDocument(run), run.trials)).toMatchObject({
      isPartial: true,
      trialLocalId: 1,
      replicates: 1,
    });
  });

  test("without a recommendation there is no winner", () => {
    expect(selectWinner(null, RUN.trials)).toBeNull();
    expect(selectWinner(buildDocument({ ...RUN, exitReason: "no_feasible" }), RUN.trials)).toBeNull();
  });

  test("a row that measured nothing has no figure, not a zero", () => {
    expect(selectTrialFigures(testCell(4, [null, null]))).toEqual({ tps: null, ttft: null });
  });
});

describe("spread of a cell", () => {
  test("comes from the raw replicates without the warm-up", () => {
    const replicates = [
      testWarmUp(9000),
      ...[10, 11, 12].map((tps, index) => testReplicate({ index, tps, ttftMs: 100 })),
    ];
    const spread = cellSpread(testCell(2, [11, 100], { replicates }));
    expect(spread?.points).toHaveLength(3);
    expect(spread?.tpsMedian).toBeCloseTo(11, 3);
    expect(spread?.cv).toBeCloseTo(1 / 11, 3);
    expect(spread?.stability).toBe("noisy");
  });

  test("is null without replicates, and one replicate has no variation", () => {
    expect(cellSpread(testCell(2, [11, 100]))).toBeNull();
    const one = cellSpread(testCell(2, [11, 100], { replicates: [testReplicate({ index: 0, tps: 11, ttftMs: 100 })] }));
    expect(one).toMatchObject({ cv: null, stability: null });
  });

  test("the sample deviation over the mean", () => {
    expect(coefficientOfVariation([9, 10, 11])).toBeCloseTo(0.1);
    expect(coefficientOfVariation([5])).toBeNull();
  });
});
