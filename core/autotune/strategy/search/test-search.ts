import type { KnobSettings } from "../../../serving/knobs.ts";
import { QUALITY_QUESTIONS } from "../choice/quality.ts";
import type { Measured } from "../measured.ts";
import { decideCalibration } from "./calibration.ts";
import { nextStep, type SearchStep } from "./next-step.ts";
import { beginSearch, record } from "./reducer.ts";
import type { PlannedVisit, SearchOutcome, SearchState, VisitOutcome } from "./search-state.ts";
import type { SearchSetup } from "./setup.ts";

/** For tests: 3 kv levels by some batch and context levels, in nesting order. */
export function testCells(batches: readonly number[], contexts: readonly number[] = [2000]): KnobSettings[] {
  return ([null, 4, 8] as const).flatMap((kvBits) =>
    batches.flatMap((maxBatch) => contexts.map((maxContext) => ({ kvBits, maxBatch, maxContext }))),
  );
}

export function testSetup(overrides: Partial<SearchSetup> = {}): SearchSetup {
  return {
    cells: testCells([1, 2]),
    sentinel: { kvBits: null, maxBatch: 1, maxContext: 2000 },
    incumbent: null,
    rngKey: 7,
    tieEpsilon: 0.05,
    gateTtftMs: 60_000,
    recipeHashOf: (knobs) => JSON.stringify(knobs),
    ...overrides,
  };
}

/** How a made-up machine answers; what is left out answers 20 tokens per second after 4 s, and all questions alike. */
export interface TestMachine {
  visit?(visit: PlannedVisit, seq: number): VisitOutcome;
  volley?(knobs: KnobSettings, index: number): Measured;
  calibrate?(knobs: KnobSettings): SearchOutcome;
  judge?(step: Extract<SearchStep, { kind: "quality" }>): SearchOutcome;
}

const steady = (): VisitOutcome => ({ kind: "ok", tps: 20, ttftMs: 4000 });

function calibrated(machine: TestMachine, knobs: KnobSettings): SearchOutcome {
  if (machine.calibrate !== undefined) return machine.calibrate(knobs);
  const volleys: Measured[] = [];
  do volleys.push(machine.volley?.(knobs, volleys.length) ?? { tps: 20, ttftMs: 4000 });
  while (decideCalibration(volleys) === "more");
  return { kind: "calibrated", volleys };
}

function answer(machine: TestMachine, step: Exclude<SearchStep, { kind: "done" }>, seq: number): SearchOutcome {
  switch (step.kind) {
    case "calibrate":
      return calibrated(machine, step.knobs);
    case "visit":
      return machine.visit?.(step.visit, seq) ?? steady();
    case "pause":
      return { kind: "paused" };
    case "quality": {
      if (machine.judge !== undefined) return machine.judge(step);
      const agreed = { questions: QUALITY_QUESTIONS, agreeing: 40, selfAgreeing: 40 };
      return { kind: "judged", verdicts: step.task.subjects.map((knobs) => ({ knobs, ...agreed })) };
    }
  }
}

/** Runs a search to its end, or for so many steps; every step taken is returned too. */
export function driveSearch(
  setup: SearchSetup,
  machine: TestMachine = {},
  most = 10_000,
): { state: SearchState; steps: SearchStep[] } {
  let state = beginSearch(setup);
  const steps: SearchStep[] = [];
  for (let step = nextStep(state); step.kind !== "done" && steps.length < most; step = nextStep(state)) {
    steps.push(step);
    state = record(state, answer(machine, step, steps.length));
  }
  return { state, steps };
}
