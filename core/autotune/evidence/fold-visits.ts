import { isSameModel } from "../../serving/model-id.ts";
import { QUALITY_QUESTIONS, type QualityTask, type QualityVerdict } from "../strategy/choice/quality.ts";
import { nextStep, type SearchStep } from "../strategy/search/next-step.ts";
import { beginSearch, record } from "../strategy/search/reducer.ts";
import type { SearchState } from "../strategy/search/search-state.ts";
import { areSameKnobs, type SearchSetup } from "../strategy/search/setup.ts";
import type { TuneVisit } from "./tune-visit.ts";
import { calibrationOutcome, isLagUsual, type VisitRule, visitOutcome } from "./visit-outcome.ts";

/** A search as far as its visits tell it. The agent folds each visit as it happens, the server all of them again (TM11, TM19). */
export interface SearchFold {
  readonly state: SearchState;
  readonly rule: VisitRule;
  /** Visits of the quality task under way, the reference's first. */
  readonly judging: readonly TuneVisit[];
  /** The first visit that is not the one the search asked for; null while all were. */
  readonly strayVisit: number | null;
}

/** What the visits themselves do not say. */
export interface FoldGround extends VisitRule {
  model: string;
  tieEpsilon: number;
  /** B73, for the last tie of the choice. */
  recipeHashOf: SearchSetup["recipeHashOf"];
}

/** The search that a run's first record sets out; null when that record is none of a search. */
export function beginFold(
  first: Pick<TuneVisit, "ground" | "rngKey" | "knobs">,
  ground: FoldGround,
): SearchFold | null {
  if (first.ground === undefined) return null;
  const { cells, incumbent } = first.ground;
  const { method, gateTtftMs, tieEpsilon, recipeHashOf } = ground;
  const setup: SearchSetup = {
    cells,
    sentinel: first.knobs,
    incumbent:
      incumbent === null
        ? null
        : {
            knobs: incumbent.knobs,
            isSameModel: isSameModel(incumbent.model, ground.model),
            isCell: cells.some((cell) => areSameKnobs(cell, incumbent.knobs)),
          },
    rngKey: first.rngKey,
    tieEpsilon,
    gateTtftMs,
    recipeHashOf,
  };
  return { state: beginSearch(setup), rule: { method, gateTtftMs }, judging: [], strayVisit: null };
}

type VisitStep = Extract<SearchStep, { kind: "visit" }>["visit"];

function isAsked(visit: TuneVisit, asked: VisitStep): boolean {
  return (
    visit.kind === asked.kind &&
    areSameKnobs(visit.knobs, asked.knobs) &&
    visit.rung === asked.rung &&
    visit.block === asked.block &&
    visit.attempt === asked.version &&
    visit.position === asked.position
  );
}

/** The pause before a repeated block is over. */
export function foldPause(fold: SearchFold): SearchFold {
  return { ...fold, state: record(fold.state, { kind: "paused" }) };
}

/** Books the next visit. One that the search did not ask for stops the fold where it was. */
export function foldVisit(fold: SearchFold, visit: TuneVisit): SearchFold {
  if (fold.strayVisit !== null || visit.kind === "confirmation") return fold;
  const step = nextStep(fold.state);
  const stray = { ...fold, strayVisit: visit.seq };
  switch (step.kind) {
    case "done":
      return stray;
    case "pause":
      return foldVisit(foldPause(fold), visit);
    case "calibrate": {
      if (visit.kind !== "calibration") return stray;
      const rule = { ...fold.rule, isLagUsual: isLagUsual([visit], []) };
      return { ...fold, rule, state: record(fold.state, calibrationOutcome(visit, rule)) };
    }
    case "visit": {
      if (!isAsked(visit, step.visit)) return stray;
      return { ...fold, state: record(fold.state, visitOutcome(visit, fold.rule)) };
    }
    case "quality": {
      const wanted = qualityCell(step.task, fold.judging.length);
      const isWanted = visit.kind === "quality" && wanted !== null && areSameKnobs(visit.knobs, wanted);
      return isWanted ? judged(fold, step.task, [...fold.judging, visit]) : stray;
    }
  }
}

/** Which cell of a task answers next: the reference, twice in one start, then each subject once. */
export function qualityCell(task: QualityTask, answered: number): QualityTask["reference"] | null {
  return answered === 0 ? task.reference : (task.subjects[answered - 1] ?? null);
}

/** Only a whole round counts: a share of fewer answers would be another bar. */
function wholeRound(visit: TuneVisit | undefined): TuneVisit["quality"] {
  const quality = visit?.quality ?? null;
  return visit?.failure === null && quality?.asked === QUALITY_QUESTIONS ? quality : null;
}

/** A reference without answers leaves nothing to compare with, so its subjects are not asked. */
function judged(fold: SearchFold, task: QualityTask, judging: readonly TuneVisit[]): SearchFold {
  const [reference, ...subjects] = judging;
  const selfAgreeing = wholeRound(reference)?.selfAgreeing ?? null;
  if (selfAgreeing !== null && subjects.length < task.subjects.length) return { ...fold, judging };
  const verdicts = task.subjects.map((knobs, index): QualityVerdict => {
    const agreeing = wholeRound(subjects[index])?.agreeing ?? null;
    return { knobs, questions: QUALITY_QUESTIONS, agreeing, selfAgreeing };
  });
  return { ...fold, judging: [], state: record(fold.state, { kind: "judged", verdicts }) };
}
