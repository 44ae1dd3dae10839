import { expect, test } from "vitest";
import { trialOf } from "../test-trial.ts";
import { visitOf } from "../test-visit.ts";
import { prepareCellsApart } from "./cells-apart.ts";

const knobs = { kvBits: 8 as const, maxBatch: 2, maxContext: 8000 };
const trials = [
  trialOf({ localId: 3, kvBits: null, maxBatch: 1, tpsMedian: 20, ttftP95Ms: 1550 }),
  trialOf({ localId: 4, ...knobs, tpsMedian: 25, ttftP95Ms: 1900, isKept: true }),
  trialOf({ localId: 5, kvBits: 4, isFeasible: false, notes: "HTTP 500" }),
];
const input = { trials, visits: [], tieEpsilon: 0.02, filter: null };

test("C-07 every measured value of every feasible cell is a dot, with its cell's median and CV", () => {
  const view = prepareCellsApart(input);
  expect(view.cells.map((cell) => [cell.trialLocalId, cell.tps.length, cell.tpsMedian])).toEqual([
    [3, 3, expect.closeTo(20, 3)],
    [4, 3, expect.closeTo(25, 3)],
  ]);
  expect(view.cells[0]?.cv).toBeCloseTo(0.0226, 3);
  expect(view.band?.low).toBeCloseTo(24.5, 3);
});

test("M26 M27 C-07 names the smallest gap this plan can show, with n, and never says same", () => {
  const { sentence } = prepareCellsApart(input);
  expect(sentence).toMatch(
    /^Values of one cell vary by CV 2\.0 %; with 3 a cell this plan can show gaps from 6\.2 %\./,
  );
  expect(sentence).not.toMatch(/same|no difference|best/);
  const single = trials.map((trial) => ({ ...trial, replicates: trial.replicates.slice(0, 2) }));
  expect(prepareCellsApart({ ...input, trials: single }).sentence).toBe(
    "One value a cell says nothing about noise, so this plan shows no gap between two cells.",
  );
});

test("H-40 the twin of C-07 has one row for each plotted dot: cell, measurement, value", () => {
  const view = prepareCellsApart(input);
  expect(view.twin.rows).toHaveLength(view.n);
  expect(view.twin.rows.map((row) => row.at?.index)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(view.twin.rows[4]?.values.map((value) => value.shown).slice(0, 4)).toEqual([
    "kv_bits 8 with 2 at once",
    "replicate 2",
    "25.0",
    "1,880",
  ]);
});

test("C-07 in a blocked run the values are the cell's search visits; invalid and failed ones are none", () => {
  const visits = [
    visitOf({ seq: 1, tps: 20 }),
    visitOf({ seq: 2, knobs, tps: 24 }),
    visitOf({ seq: 3, knobs, block: 2, tps: 26 }),
    visitOf({ seq: 4, block: 2, invalidReason: "power_changed" }),
    visitOf({ seq: 5, kind: "sentinel", tps: 19 }),
  ];
  const view = prepareCellsApart({ ...input, visits });
  expect(view.cells.map((cell) => cell.tps.map(Math.round))).toEqual([[20], [24, 26]]);
  expect(view.twin.rows.map((row) => row.values[1]?.shown)).toEqual([
    "rung 1, block 1",
    "rung 1, block 1",
    "rung 1, block 2",
  ]);
});
