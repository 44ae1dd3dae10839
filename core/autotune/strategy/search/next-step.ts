import type { KnobSettings } from "../../../serving/knobs.ts";
import type { QualityTask } from "../choice/quality.ts";
import { plannedVisit } from "./planned-visit.ts";
import { REPEAT_PAUSE_S } from "./sag.ts";
import type { PlannedVisit, SearchState } from "./search-state.ts";

/** What the search wants done next; each kind is answered by one outcome. */
export type SearchStep =
  /** One start of the sentinel, a warm-up, then volleys while `decideCalibration` says "more"; answered by `calibrated`, or by a visit's failure. */
  | { kind: "calibrate"; knobs: KnobSettings }
  | { kind: "visit"; visit: PlannedVisit }
  /** Idle time before a block is repeated. */
  | { kind: "pause"; seconds: number; rung: number; block: number }
  | { kind: "quality"; task: QualityTask }
  /** `searchResult` has the outcome. */
  | { kind: "done" };

export function nextStep(state: SearchState): SearchStep {
  const { stage, setup } = state;
  switch (stage.kind) {
    case "calibrate":
      return { kind: "calibrate", knobs: setup.sentinel };
    case "pause":
      return { kind: "pause", seconds: REPEAT_PAUSE_S, rung: stage.run.rung, block: stage.run.block };
    case "quality": {
      const [task] = stage.tasks;
      return task === undefined ? { kind: "done" } : { kind: "quality", task };
    }
    case "other-model":
    case "block": {
      const visit = plannedVisit(state);
      return visit === null ? { kind: "done" } : { kind: "visit", visit };
    }
    case "done":
      return { kind: "done" };
  }
}
