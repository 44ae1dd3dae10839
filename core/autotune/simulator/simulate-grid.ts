import { median, nearestRankP95 } from "../../measuring/percentiles.ts";
import { decideKeep, isNewBest } from "../keep-best.ts";
import type { Measured } from "../strategy/measured.ts";
import type { FaultClass } from "./faults.ts";
import { outcomeOf } from "./faults.ts";
import type { Machine } from "./machine.ts";

/** One cell of a simulated grid search. */
export interface GridRow {
  cell: number;
  values: Measured[];
  tpsMedian: number | null;
  ttftP95Ms: number | null;
  isFeasible: boolean;
  isKept: boolean;
}

export interface GridRequest {
  cells: number;
  replicates: number;
  tieEpsilon: number;
  gateTtftMs: number;
}

/** M23: only these two are repeated, once and with a fresh start; other invalid values are flagged and kept. */
const isRepeated = (fault: FaultClass | null): boolean => fault === "slept" || fault === "prefix_cached";

interface GridVisit {
  fault: FaultClass | null;
  values: Measured[];
}

function gridVisit(machine: Machine, cell: number, replicates: number): GridVisit {
  const { fault, volley } = machine.open(cell);
  return { fault, values: Array.from({ length: replicates }, volley) };
}

function gridRow(machine: Machine, cell: number, request: GridRequest): GridRow {
  const first = gridVisit(machine, cell, request.replicates);
  const { fault, values } = isRepeated(first.fault) ? gridVisit(machine, cell, request.replicates) : first;
  const isFailed = fault !== null && (isRepeated(fault) || outcomeOf(fault).kind === "infeasible");
  const isFeasible = !isFailed && values.every(({ ttftMs }) => ttftMs <= request.gateTtftMs);
  return {
    cell,
    values,
    tpsMedian: isFeasible ? median(values.map(({ tps }) => tps)) : null,
    ttftP95Ms: isFeasible ? nearestRankP95(values.map(({ ttftMs }) => ttftMs)) : null,
    isFeasible,
    isKept: false,
  };
}

/** Strategy `grid` on a simulated machine: B57-B66, cells in nesting order; exactly the winner is kept. */
export function simulateGrid(machine: Machine, request: GridRequest): GridRow[] {
  const rows = Array.from({ length: request.cells }, (_, cell) => gridRow(machine, cell, request));
  let best: { row: GridRow; tpsMedian: number } | null = null;
  for (const row of rows) {
    const standing = best === null ? null : { tpsMedian: best.tpsMedian, ttftP95Ms: best.row.ttftP95Ms };
    const isBetter = isNewBest(decideKeep(row, standing, request.tieEpsilon));
    if (isBetter && row.tpsMedian !== null) best = { row, tpsMedian: row.tpsMedian };
  }
  return rows.map((row) => ({ ...row, isKept: row === best?.row }));
}
