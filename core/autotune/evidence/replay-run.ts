import type { TpsMethod } from "../../measuring/replicate.ts";
import { cellRecipeHash } from "../recipe-hash.ts";
import type { SearchChoice } from "../recommendation.ts";
import type { RecommendationDocument } from "../recommendation-document.ts";
import { cutSearch } from "../strategy/search/reducer.ts";
import { searchResult } from "../strategy/search/search-result.ts";
import type { TuneTrial } from "../trial.ts";
import type { TunePlan } from "../tune-plan.ts";
import { confirmationDocument } from "./fold-confirmation.ts";
import { beginFold, foldVisit, type SearchFold } from "./fold-visits.ts";
import type { TuneConfirmation } from "./tune-comparisons.ts";
import type { TuneVisit } from "./tune-visit.ts";
import { isLagUsual, type VisitRule } from "./visit-outcome.ts";

/** A run as it is stored; nothing of it is believed but its raw records. */
export interface RunEvidence {
  plan: TunePlan;
  trials: readonly TuneTrial[];
  visits: readonly TuneVisit[];
  confirmation: TuneConfirmation | null;
  /** For the last tie of the choice (B73). */
  machine: { chip: string; ramGb: number; binaryVersion: string };
  /** The run has ended: a search that is not through was cut (section 10 step 9). */
  isOver: boolean;
}

/** A run worked out again from its records (TM11). */
export interface RunReplay {
  /** Null for `grid` and before the first visit. */
  fold: SearchFold | null;
  confirmation: RecommendationDocument["confirmation"];
  rule: VisitRule;
}

/** What turns the raw records of a run into values; from its rows and visits alone. */
function runRule({ plan, trials, visits }: Pick<RunEvidence, "plan" | "trials" | "visits">): VisitRule {
  return { method: runMethod(trials), gateTtftMs: plan.gateTtftMs, isLagUsual: isLagUsual(visits, trials) };
}

/** B112: the method the run's first measured row fixed. */
function runMethod(trials: readonly TuneTrial[]): TpsMethod | null {
  return trials.find(({ tpsMethod }) => tpsMethod !== null)?.tpsMethod ?? null;
}

/** Folds a run's visits as its agent did (TM11, TM19). */
export function replayRun(evidence: RunEvidence): RunReplay {
  const { plan, visits, confirmation } = evidence;
  const rule = runRule(evidence);
  const tieEpsilon = plan.tpsTieEpsilon;
  return {
    rule,
    fold: foldOf(evidence, rule),
    confirmation: confirmation === null ? undefined : confirmationDocument({ confirmation, visits, rule, tieEpsilon }),
  };
}

function foldOf({ plan, trials, visits, machine, isOver }: RunEvidence, rule: VisitRule): SearchFold | null {
  const model = trials.find(({ stage, isFeasible }) => stage === 1 && isFeasible)?.model;
  const [first] = visits;
  if (model === undefined || first === undefined) return null;
  const candidates = plan.candidates.map(({ id }) => id);
  const begun = beginFold(first, {
    ...rule,
    model,
    tieEpsilon: plan.tpsTieEpsilon,
    recipeHashOf: (knobs) => cellRecipeHash({ model, candidates, targetContext: plan.targetContext, machine }, knobs),
  });
  if (begun === null) return null;
  const fold = visits.reduce(foldVisit, begun);
  return isOver ? { ...fold, state: cutSearch(fold.state) } : fold;
}

/** What a document states of a search (section 10 steps 7 and 8). */
export function searchChoice(fold: SearchFold): SearchChoice {
  const { winner, isShown } = searchResult(fold.state);
  return { winner: winner?.knobs ?? null, isShown };
}
