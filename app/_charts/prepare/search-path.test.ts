import { expect, test } from "vitest";
import { prepareSearchPath } from "./search-path.ts";
import { trialOf } from "./test-trial.ts";

const trials = [
  trialOf({ localId: 2, kvBits: null, maxBatch: 1, isFeasible: false, notes: "HTTP 500", errorCount: 1 }),
  trialOf({ localId: 3, kvBits: null, maxBatch: 2, tpsMedian: 10, ttftP95Ms: 4000 }),
  trialOf({ localId: 4, kvBits: 8, maxBatch: 1, tpsMedian: 12, ttftP95Ms: 5000 }),
  trialOf({ localId: 5, kvBits: 8, maxBatch: 2, tpsMedian: 11.9, ttftP95Ms: 3000, isKept: true }),
  trialOf({ localId: 6, kvBits: 4, maxBatch: 1, tpsMedian: 11, ttftP95Ms: 2000 }),
];

test("C-04 names the rule that decided each step, as keep-best decided it", () => {
  expect(prepareSearchPath({ trials, tieEpsilon: 0.02 }).points.map((point) => [point.isAccepted, point.rule])).toEqual(
    [
      [false, "infeasible"],
      [true, "first feasible cell"],
      [true, "faster by more than the tie band"],
      [true, "inside the tie band, earlier first token"],
      [false, "not better"],
    ],
  );
});

test("B63 the best line may step down inside the tie band, and the chart shows it", () => {
  expect(prepareSearchPath({ trials, tieEpsilon: 0.02 }).points.map((point) => point.best)).toEqual([
    null,
    10,
    12,
    11.9,
    11.9,
  ]);
});

test("C-04 an infeasible step is a gap and never a zero", () => {
  const path = prepareSearchPath({ trials, tieEpsilon: 0.02 });
  expect(path.points[0]).toMatchObject({ tps: null, best: null });
  expect(path.y.min).toBeGreaterThan(0);
});

test("H-40 the twin of C-04 has console.md's columns and one row for each step, and the sentence has the number", () => {
  const path = prepareSearchPath({ trials, tieEpsilon: 0.02 });
  expect(path.twin.heads.map((head) => head.key)).toEqual(["step", "cell", "tps_median", "ttft_p95_ms", "decision"]);
  expect(path.twin.rows.map((row) => row.id)).toEqual(["2", "3", "4", "5", "6"]);
  expect(path.twin.rows[3]?.values.map((value) => value.shown)).toEqual([
    "4",
    "kv_bits 8 with 2 at once",
    "11.9",
    "3,000",
    "inside the tie band, earlier first token",
  ]);
  expect(path.sentence).toBe(
    "kv_bits 8 with 2 at once became the best at step 4 with 11.9 tok/s (inside the tie band, earlier first token); 3 of 5 cells accepted.",
  );
});

test("C-04 says so when nothing was measured", () => {
  expect(prepareSearchPath({ trials: [], tieEpsilon: 0.02 }).sentence).toBe("No cell has been measured yet.");
});
