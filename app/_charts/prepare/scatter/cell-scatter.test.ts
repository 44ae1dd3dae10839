import { expect, test } from "vitest";
import { trialOf } from "../test-trial.ts";
import { prepareCellScatter } from "./cell-scatter.ts";

const trials = [
  trialOf({ localId: 3, kvBits: null, maxBatch: 1, tpsMedian: 17.9, ttftP95Ms: 1550 }),
  trialOf({ localId: 4, kvBits: 8, maxBatch: 2, tpsMedian: 21.4, ttftP95Ms: 1920, isKept: true }),
  trialOf({ localId: 5, kvBits: 4, maxBatch: 1, isFeasible: false, errorCount: 1, notes: "HTTP 500" }),
];
const input = {
  trials,
  maxBatchAxis: [1, 2],
  gateTtftMs: 60_000,
  tieEpsilon: 0.02,
  targetContext: 8000,
  baseline: null,
  filter: null,
};

test("C-03 plots every feasible cell with its replicates and puts the others on the rail with their reason", () => {
  const chart = prepareCellScatter(input);
  expect(chart.cells.map((cell) => [cell.trialLocalId, cell.tps, cell.ttftMs])).toEqual([
    [3, 17.9, 1550],
    [4, 21.4, 1920],
  ]);
  expect(chart.cells[0]?.dots).toHaveLength(3);
  expect(chart.rail).toEqual([{ trialLocalId: 5, shortName: "4 ·1", shape: "triangle", fill: 0, reason: "HTTP 500" }]);
});

test("C-03 tells kv bits by shape and batch by fill", () => {
  const chart = prepareCellScatter(input);
  expect(chart.cells.map((cell) => [cell.shape, cell.fill])).toEqual([
    ["circle", 0],
    ["square", 1],
  ]);
});

test("C-03 draws the band around the kept cell and names a gate that lies beyond the axis", () => {
  const chart = prepareCellScatter(input);
  expect(chart.band?.low).toBeCloseTo(20.972);
  expect(chart.band?.high).toBeCloseTo(21.828);
  expect(chart.gate.isInside).toBe(false);
  expect(chart.x.max).toBeLessThan(60_000);
  expect(prepareCellScatter({ ...input, gateTtftMs: 2000 }).gate.isInside).toBe(true);
});

test("H-40 the twin of C-03 has the plotted rows in cell order under console.md's columns, and the sentence has the number", () => {
  const chart = prepareCellScatter(input);
  expect(chart.twin.heads.map((head) => head.key)).toEqual([
    "cell",
    "kv_bits",
    "max_batch",
    "max_context",
    "tps_median",
    "tps_min",
    "tps_max",
    "ttft_p95_ms",
    "replicates",
    "feasible",
    "kept",
  ]);
  expect(chart.twin.rows.map((row) => row.id)).toEqual(["3", "4", "5"]);
  expect(chart.twin.rows[1]?.values.map((value) => value.shown)).toEqual([
    "2",
    "8",
    "2",
    "8,000",
    "21.4",
    "21.0",
    "21.9",
    "1,920",
    "3",
    "yes",
    "kept",
  ]);
  expect(chart.n).toBe(6);
  expect(chart.sentence).toBe(
    "kv_bits 8 with 2 at once is kept: 21.4 tok/s, median of 3; first token 1,920 ms, max of 3. 2 cells measured, 1 infeasible.",
  );
});

test("H-19 an unset knob reads unset in twin and CSV, and a missing value is an absence, never zero", () => {
  const chart = prepareCellScatter(input);
  expect(chart.twin.rows[0]?.values[1]).toEqual({ shown: "unset", csv: "unset" });
  expect(chart.twin.rows[2]?.values[4]).toEqual({ shown: "–", csv: "" });
});

test("C-03 cursor, tooltip and twin share one text: value, spread, n and margin to the gate", () => {
  expect(prepareCellScatter(input).twin.rows[1]?.text).toBe(
    "kv_bits 8 with 2 at once, kept: 21.4 tok/s, median of 3 (21.0 to 21.9); first token 1,920 ms, max of 3, 58,080 ms under the gate.",
  );
});

test("H-40 axis titles carry unit and what the value is of a small sample", () => {
  const chart = prepareCellScatter(input);
  expect(chart.x.title).toBe("first token, ms (max of 3)");
  expect(chart.y.title).toBe("tok/s (median of 3)");
});

test("C-03 has a sentence before anything is measured", () => {
  expect(prepareCellScatter({ ...input, trials: [] }).sentence).toBe("No cell has been measured yet.");
});

test("C-03 rings the applied recipe, draws the band around it and says so", () => {
  const baseline = { knobs: { kvBits: null, maxBatch: 1, maxContext: 8000 }, tpsMedian: 17.9, ttftP95Ms: 1550 };
  const chart = prepareCellScatter({ ...input, baseline });
  expect(chart.cells.map((cell) => [cell.isBaseline, cell.labelText])).toEqual([
    [true, "unset ·1 applied"],
    [false, "8 ·2 kept"],
  ]);
  expect(chart.band).toMatchObject({ text: "applied recipe ± 2 %" });
  expect(chart.band?.high).toBeCloseTo(18.258);
  expect(chart.caption).toContain("Dashed ring: the applied recipe.");
  expect(chart.twin.rows[0]?.text).toContain(", the applied recipe: 17.9 tok/s");
});

test("C-03 a whisker ends at the smallest and the largest measurement of its cell", () => {
  const [first] = prepareCellScatter(input).cells;
  const rates = first?.dots.map((dot) => dot.tps) ?? [];
  expect([first?.tpsMin, first?.tpsMax]).toEqual([Math.min(...rates), Math.max(...rates)]);
  expect(first?.ttftMinMs).toBe(Math.min(...(first?.dots.map((dot) => dot.ttftMs) ?? [])));
});

test("H-13 a filter is named in the caption", () => {
  expect(prepareCellScatter({ ...input, filter: "2 of 3 cells: tok/s from 15." }).caption).toContain("2 of 3 cells");
});

test("H-43 rows about the same trial have the same subject in every chart", () => {
  expect(prepareCellScatter(input).twin.rows.map((row) => row.subject)).toEqual(["trial-3", "trial-4", "trial-5"]);
});
