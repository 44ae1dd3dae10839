import { errorReasons } from "../../../measuring/error-reasons.ts";
import { advanceVisit, beginBlock, planQuality } from "./advance.ts";
import { calibrationOf } from "./calibration.ts";
import { withLeave } from "./membership.ts";
import { plannedVisit } from "./planned-visit.ts";
import { planRungs } from "./rungs.ts";
import type { SearchOutcome, SearchState, VisitLog, VisitOutcome } from "./search-state.ts";
import { type SearchSetup, targetsOf } from "./setup.ts";

/** A search before its first visit (section 10). Everything random is fixed by the setup's key. */
export function beginSearch(setup: SearchSetup): SearchState {
  const targets = targetsOf(setup);
  const rungs = planRungs(setup.cells.length);
  return {
    setup,
    targets,
    rungs,
    stage: rungs.length === 0 ? { kind: "done" } : { kind: "calibrate", attempt: 1 },
    calibration: null,
    leaves: targets.knobs.map(() => null),
    blocks: [],
    visits: [],
    verdicts: [],
    otherModel: null,
    isCut: false,
  };
}

/** The search after its current step came out so; throws RangeError when the outcome answers another kind of step. */
export function record(state: SearchState, outcome: SearchOutcome): SearchState {
  const { stage } = state;
  switch (outcome.kind) {
    case "calibrated":
      if (stage.kind !== "calibrate") break;
      return afterCalibration({ ...state, calibration: calibrationOf(outcome.volleys) });
    case "paused":
      if (stage.kind !== "pause") break;
      return { ...state, stage: { kind: "block", run: stage.run } };
    case "judged":
      if (stage.kind !== "quality") break;
      return planQuality({ ...state, verdicts: [...state.verdicts, ...outcome.verdicts] }, stage.tasks.slice(1));
    case "ok":
    case "infeasible":
    case "invalid":
      if (stage.kind === "calibrate") return failedCalibration(state, outcome);
      if (stage.kind === "other-model" || stage.kind === "block") return afterVisit(state, gated(state, outcome));
  }
  throw new RangeError(`a search at ${stage.kind} has no use for ${outcome.kind}`);
}

/** Step 9: no further visit; what complete blocks there are decide. */
export function cutSearch(state: SearchState): SearchState {
  return state.stage.kind === "done" ? state : { ...state, stage: { kind: "done" }, isCut: true };
}

/** B52, B59: a warm first token over the gate is a server failure. */
function gated({ setup }: SearchState, outcome: VisitOutcome): VisitOutcome {
  if (outcome.kind !== "ok" || outcome.ttftMs <= setup.gateTtftMs) return outcome;
  return { kind: "infeasible", reason: errorReasons.gate(outcome.ttftMs, setup.gateTtftMs) };
}

/** A sentinel that cannot be calibrated is no reason to give up: sag and single-block spread stay unknown. */
function failedCalibration(state: SearchState, outcome: VisitOutcome): SearchState {
  if (state.stage.kind === "calibrate" && state.stage.attempt === 1 && outcome.kind === "invalid") {
    return { ...state, stage: { kind: "calibrate", attempt: 2 } };
  }
  if (outcome.kind !== "infeasible") return afterCalibration(state);
  const leave = { rung: 0, kind: "infeasible", reason: outcome.reason } as const;
  return afterCalibration(withLeave(state, state.targets.sentinel, leave));
}

function afterCalibration(state: SearchState): SearchState {
  const { incumbent } = state.setup;
  const hasOtherModel = incumbent !== null && !incumbent.isSameModel;
  return hasOtherModel ? { ...state, stage: { kind: "other-model", attempt: 1 } } : beginBlock(state, 1, 1);
}

function afterVisit(state: SearchState, outcome: VisitOutcome): SearchState {
  const visit = plannedVisit(state);
  if (visit === null) return state;
  const log: VisitLog = { ...visit, outcome };
  const logged = { ...state, visits: [...state.visits, log] };
  if (state.stage.kind !== "other-model") return advanceVisit(logged, outcome);
  if (outcome.kind === "invalid" && state.stage.attempt === 1) {
    return { ...logged, stage: { kind: "other-model", attempt: 2 } };
  }
  return beginBlock({ ...logged, otherModel: outcome }, 1, 1);
}
