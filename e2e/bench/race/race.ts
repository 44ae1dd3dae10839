import { createMachine, type Machine, type MachineCost } from "../../../core/autotune/simulator/machine.ts";
import { simulateConfirmation } from "../../../core/autotune/simulator/simulate-confirmation.ts";
import { simulateGrid } from "../../../core/autotune/simulator/simulate-grid.ts";
import { cellIndex, SIMULATED_EPSILON, simulateHalving } from "../../../core/autotune/simulator/simulate-halving.ts";
import { drawSurface, isInsideBand, type Surface, type SurfaceSize } from "../../../core/autotune/simulator/surface.ts";
import { createGenerator } from "../../../core/autotune/strategy/generator.ts";
import { cutSearch } from "../../../core/autotune/strategy/search/reducer.ts";
import { searchResult, type VisitCounts } from "../../../core/autotune/strategy/search/search-result.ts";
import type { SearchState } from "../../../core/autotune/strategy/search/search-state.ts";

/** One row of the comparison: machines of one size, noise and sag. */
export interface RaceRow {
  size: SurfaceSize;
  cv: number;
  sag: number;
}

/** A search stopped after a rung. */
interface Prefix {
  isInside: boolean;
  cost: MachineCost;
}

/** What both strategies did on one surface. */
export interface Heat {
  isHalvingInside: boolean;
  isGridInside: boolean;
  isShown: boolean;
  counts: VisitCounts;
  halvingCost: MachineCost;
  gridCost: MachineCost;
  /** After rung 1, 2, … of the search. */
  prefixes: Prefix[];
}

const SURFACE_STREAM = 0x73757266;
const GATE_MS = 600_000;
export const GRID_REPLICATES = 3;

/** The surface and the key of its machines; equal for every row of a size, so that rows are paired. */
export function drawHeat(size: SurfaceSize, rngKey: number, index: number): { surface: Surface; machineKey: number } {
  const generator = createGenerator([SURFACE_STREAM, rngKey, size, index]);
  return { machineKey: generator.below(2 ** 32), surface: drawSurface(size, generator) };
}

/** The winner when the search stops here; its quantised finalists count as agreeing, as they do at the end. */
function insideNow(state: SearchState, surface: Surface): boolean {
  const verdicts = surface.cells.map((knobs) => ({ knobs, questions: 40, agreeing: 40, selfAgreeing: 40 }));
  const { winner } = searchResult({ ...cutSearch(state), verdicts });
  return winner !== null && isInsideBand(surface, cellIndex(surface, winner.knobs), SIMULATED_EPSILON);
}

/** Notes the state and the cost whenever a rung has just ended. */
function prefixWatch(surface: Surface, machine: Machine) {
  const prefixes: Prefix[] = [];
  let rung = 1;
  return {
    prefixes,
    watch: (state: SearchState): void => {
      const now = state.stage.kind === "block" ? state.stage.run.rung : state.rungs.length + 1;
      if (state.stage.kind === "calibrate" || state.stage.kind === "pause" || now === rung) return;
      rung = now;
      if (prefixes.length < state.rungs.length) {
        prefixes.push({ isInside: insideNow(state, surface), cost: machine.cost() });
      }
    },
  };
}

/** Both strategies on one surface, each on a fresh machine with the same noise key. */
export function runHeat(row: RaceRow, rngKey: number, index: number): Heat {
  const { surface, machineKey } = drawHeat(row.size, rngKey, index);
  const laws = { surface, cv: row.cv, sag: row.sag, rngKey: machineKey };
  const machine = createMachine(laws);
  const { prefixes, watch } = prefixWatch(surface, machine);
  const state = simulateHalving({
    surface,
    machine,
    setup: { rngKey: machineKey },
    onStep: (_, next) => watch(next),
  });
  const result = searchResult(state);
  const gridMachine = createMachine(laws);
  const kept = simulateGrid(gridMachine, {
    cells: row.size,
    replicates: GRID_REPLICATES,
    tieEpsilon: SIMULATED_EPSILON,
    gateTtftMs: GATE_MS,
  }).find(({ isKept }) => isKept);
  const winner = result.winner === null ? -1 : cellIndex(surface, result.winner.knobs);
  return {
    isHalvingInside: isInsideBand(surface, winner, SIMULATED_EPSILON),
    isGridInside: isInsideBand(surface, kept?.cell ?? -1, SIMULATED_EPSILON),
    isShown: result.isShown,
    counts: result.counts,
    halvingCost: machine.cost(),
    gridCost: gridMachine.cost(),
    prefixes,
  };
}

/** What a run with confirmation claims on one surface, and whether the truth bears it out. */
export interface Claim {
  isShown: boolean;
  isBetter: boolean;
  /** It says better although the truth has no gain in the quantity it says so of. */
  isWrong: boolean;
}

/** A whole run with its confirmation against the sentinel, on one machine that goes on from one to the other. */
export function runClaim(row: RaceRow, rngKey: number, index: number): Claim {
  const { surface, machineKey } = drawHeat(row.size, rngKey, index);
  const machine = createMachine({ surface, cv: row.cv, sag: row.sag, rngKey: machineKey });
  const { winner, isShown } = searchResult(simulateHalving({ surface, machine, setup: { rngKey: machineKey } }));
  const a = winner === null ? 0 : cellIndex(surface, winner.knobs);
  if (a === 0) return { isShown, isBetter: false, isWrong: false };
  const verdict = simulateConfirmation(machine, { a, b: 0, tieEpsilon: SIMULATED_EPSILON });
  const isBetter = verdict?.verdict === "better";
  const tpsGain = (surface.lnTps[a] ?? 0) - (surface.lnTps[0] ?? 0);
  const ttftGain = (surface.lnTtft[0] ?? 0) - (surface.lnTtft[a] ?? 0);
  const isBorneOut = verdict?.tps.verdict === "better" ? tpsGain > 0 : ttftGain > 0;
  return { isShown, isBetter, isWrong: isBetter && !isBorneOut };
}
