import type { KnobSettings } from "../../serving/knobs.ts";
import { planCells } from "../plan-cells.ts";
import { QUALITY_QUESTIONS } from "../strategy/choice/quality.ts";
import { CONFIRMATION_PAIRS } from "../strategy/confirmation/confirmation.ts";
import { planRungs } from "../strategy/search/rungs.ts";
import type { TunePlan, TuneStrategy } from "../tune-plan.ts";

/** Seconds of one provider start, one request at the target context, one question of the quality guard. */
export interface StepCost {
  startS: number;
  requestS: number;
  questionS: number;
}

/** Where nothing was measured (measurement.md sections 10 and 12). */
export const REAL_COST: StepCost = { startS: 20, requestS: 30, questionS: 7 };

/** A part of Stage 2 as the preview lists it. */
export interface PlannedPart {
  part: "calibration" | "search" | "quality guard" | "confirmation";
  seconds: number;
}

/** Between 6 and 12; a Mac that sags takes longer to settle. */
const USUAL_CALIBRATION_VOLLEYS = 8;

const visitSeconds = ({ startS, requestS }: StepCost): number => startS + 2 * requestS;

function confirmationSeconds(cost: StepCost): number {
  return 2 * CONFIRMATION_PAIRS * visitSeconds(cost);
}

function gridSeconds(cells: number, replicates: number, cost: StepCost): number {
  return cells * (cost.startS + (1 + replicates) * cost.requestS);
}

/** Planned visits, and the sentinel once in each block where it is not in the running any more. */
function halvingVisits(cells: readonly KnobSettings[]): number {
  const rungs = planRungs(cells.length);
  const planned = rungs.reduce((sum, rung) => sum + rung.cells * rung.blocks, 0);
  const carried = rungs.slice(1).reduce((sum, { blocks }) => sum + blocks, 0);
  const isSentinelCell = cells.some(({ kvBits }) => kvBits === null);
  return planned + carried + (isSentinelCell ? 0 : (rungs[0]?.blocks ?? 0));
}

/**
 * Quantised finalists answer once, the unquantised cells they are compared with twice. Which cells come that far is not
 * known beforehand: their usual share is taken, and three comparisons for every four finalists.
 */
function qualitySeconds(cells: readonly KnobSettings[], { startS, questionS }: StepCost): number {
  const quantised = cells.filter(({ kvBits }) => kvBits !== null).length;
  if (quantised === cells.length) return 0;
  const finalists = planRungs(cells.length).at(-1)?.cells ?? 0;
  const subjects = (finalists * quantised) / cells.length;
  const references = finalists === cells.length ? cells.length - quantised : 0.75 * subjects;
  const round = QUALITY_QUESTIONS * questionS;
  return quantised === 0 ? 0 : subjects * (startS + round) + references * (startS + 2 * round);
}

/** Stage 2 of one strategy, part by part; a part that does not take place is left out (section 10). */
export function plannedParts(plan: TunePlan, strategy: TuneStrategy, cost: StepCost): PlannedPart[] {
  const cells = planCells(plan, null).map(({ knobs }) => knobs);
  const parts: PlannedPart[] = [];
  switch (strategy) {
    case "grid":
      parts.push({ part: "search", seconds: gridSeconds(cells.length, plan.stage2Replicates, cost) });
      break;
    case "blocked-halving":
      parts.push({
        part: "calibration",
        seconds: cost.startS + (1 + USUAL_CALIBRATION_VOLLEYS) * cost.requestS,
      });
      parts.push({ part: "search", seconds: halvingVisits(cells) * visitSeconds(cost) });
      parts.push({ part: "quality guard", seconds: qualitySeconds(cells, cost) });
  }
  if (plan.confirm === true) parts.push({ part: "confirmation", seconds: confirmationSeconds(cost) });
  return parts.filter(({ seconds }) => seconds > 0);
}
