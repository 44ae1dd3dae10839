import { isSameModel, modelLabel } from "../../../serving/model-id.ts";
import { asEstimate, formatMemory, formatMs } from "../../../units/quantities.ts";
import { selectTrialFigures } from "../../select.ts";
import type { TuneTrial } from "../../trial.ts";
import { type Clause, type ExplainedSentence, failureClauses, ofTrial } from "./clause.ts";
import type { TuneStory } from "./story.ts";

/** The estimate stands beside the measured reason and never instead of it (A60, A61). */
function memoryClauses(trial: TuneTrial, { fits }: TuneStory): Clause[] {
  const fit = fits.find(({ id }) => isSameModel(id, trial.model));
  if (fit === undefined || fit.needBytes === null || fit.budgetBytes === null) return [];
  if (fit.needBytes <= fit.budgetBytes) return [];
  const need = asEstimate(formatMemory(fit.needBytes));
  const text = `Its estimated need is ${need} of a ${formatMemory(fit.budgetBytes)} working set.`;
  return [{ text, row: { kind: "candidate", rank: fit.rank } }];
}

function passedClauses(trial: TuneTrial, { plan }: TuneStory): Clause[] {
  const { ttft } = selectTrialFigures(trial);
  const row = ofTrial(trial);
  const label = modelLabel(trial.model);
  if (ttft === null) return [{ text: `${label} is the first in the list's order that passed.`, row }];
  const measured = `first token after ${formatMs(ttft.value)} (${ttft.label}), within the gate of ${formatMs(plan.gateTtftMs)};`;
  return [
    { text: `${label} is the first in the list's order that passed: ${measured}`, row },
    { text: `it would be ruled out at a gate below ${formatMs(Math.floor(ttft.value))}.`, row },
  ];
}

/** Stage 1 in the list's order: who was ruled out and why, who passed, who was not tried. */
export function candidateSentences(story: TuneStory): ExplainedSentence[] {
  const rows = story.trials.filter(({ stage }) => stage === 1);
  const passed = rows.find(({ isFeasible }) => isFeasible);
  const sentences = rows.map((trial) => ({
    id: `candidate-${trial.localId}`,
    clauses: trial.isFeasible
      ? passedClauses(trial, story)
      : [...failureClauses(modelLabel(trial.model), trial, story.plan.gateTtftMs), ...memoryClauses(trial, story)],
  }));
  const untried = story.plan.candidates.slice(rows.length).map(({ id }) => modelLabel(id));
  if (passed === undefined || untried.length === 0) return sentences;
  const text = `Not tried, because ${modelLabel(passed.model)} passed before: ${untried.join(", ")}.`;
  return [...sentences, { id: "untried", clauses: [{ text, row: ofTrial(passed) }] }];
}
