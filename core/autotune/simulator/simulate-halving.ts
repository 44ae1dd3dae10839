import type { KnobSettings } from "../../serving/knobs.ts";
import { REAL_COST } from "../plan/strategy-minutes.ts";
import { QUALITY_QUESTIONS, type QualityTask, type QualityVerdict } from "../strategy/choice/quality.ts";
import type { Measured } from "../strategy/measured.ts";
import { decideCalibration } from "../strategy/search/calibration.ts";
import { nextStep, type SearchStep } from "../strategy/search/next-step.ts";
import { beginSearch, cutSearch, record } from "../strategy/search/reducer.ts";
import type { SearchOutcome, SearchState } from "../strategy/search/search-state.ts";
import { areSameKnobs, type SearchSetup } from "../strategy/search/setup.ts";
import { outcomeOf } from "./faults.ts";
import type { Machine } from "./machine.ts";
import type { Surface } from "./surface.ts";

export interface SimulatedSearch {
  surface: Surface;
  machine: Machine;
  /** What is left out: cells in grid order, the smallest unquantised cell as sentinel, no incumbent, the contract's epsilon. */
  setup: Partial<SearchSetup> & { rngKey: number };
  /** Told after every step, with the state it led to. */
  onStep?(step: SearchStep, state: SearchState): void;
  /** Budget on the machine's own clock; none when absent. */
  budgetS?: number;
}

export const SIMULATED_EPSILON = 0.05;

export function cellIndex({ cells }: Surface, knobs: KnobSettings): number {
  return cells.findIndex((cell) => areSameKnobs(cell, knobs));
}

function smallestUnquantised({ cells }: Surface): KnobSettings {
  return cells[0] ?? { kvBits: null, maxBatch: 1, maxContext: null };
}

function calibrate({ surface, machine }: SimulatedSearch, knobs: KnobSettings): SearchOutcome {
  const { fault, volley } = machine.open(cellIndex(surface, knobs));
  const volleys: Measured[] = [volley()];
  if (fault !== null) return outcomeOf(fault);
  while (decideCalibration(volleys) === "more") volleys.push(volley());
  return { kind: "calibrated", volleys };
}

/** The simulated model answers every question alike; only the time of asking is of interest. */
function judge({ machine }: SimulatedSearch, { subjects }: QualityTask): QualityVerdict[] {
  const { startS, questionS } = REAL_COST;
  machine.idle(startS + 2 * QUALITY_QUESTIONS * questionS);
  return subjects.map((knobs) => {
    machine.idle(startS + QUALITY_QUESTIONS * questionS);
    return { knobs, questions: QUALITY_QUESTIONS, agreeing: QUALITY_QUESTIONS, selfAgreeing: QUALITY_QUESTIONS };
  });
}

function answer(search: SimulatedSearch, step: Exclude<SearchStep, { kind: "done" }>): SearchOutcome {
  const { machine, surface } = search;
  switch (step.kind) {
    case "calibrate":
      return calibrate(search, step.knobs);
    case "visit":
      return machine.visit(cellIndex(surface, step.visit.knobs));
    case "pause":
      machine.idle(step.seconds);
      return { kind: "paused" };
    case "quality":
      return { kind: "judged", verdicts: judge(search, step.task) };
  }
}

/** Runs `blocked-halving` on a simulated machine, through the same calls as the agent's. */
export function simulateHalving(search: SimulatedSearch): SearchState {
  const { surface, setup, machine } = search;
  let state = beginSearch({
    cells: surface.cells,
    sentinel: smallestUnquantised(surface),
    incumbent: null,
    tieEpsilon: SIMULATED_EPSILON,
    gateTtftMs: 600_000,
    recipeHashOf: (knobs) => JSON.stringify(knobs),
    ...setup,
  });
  for (let step = nextStep(state); step.kind !== "done"; step = nextStep(state)) {
    if (machine.cost().seconds >= (search.budgetS ?? Number.POSITIVE_INFINITY)) return cutSearch(state);
    state = record(state, answer(search, step));
    search.onStep?.(step, state);
  }
  return state;
}
