import { modelLabel } from "../../serving/model-id.ts";
import { formatKnobs } from "../../units/knobs.ts";
import { formatMs, formatPercent } from "../../units/quantities.ts";
import type { RecommendationDocument } from "../recommendation-document.ts";
import { keptOf } from "../replay-search.ts";
import { selectTrialFigures, selectWinner, winnerTrial } from "../select.ts";
import type { TuneTrial } from "../trial.ts";
import type { TunePlan } from "../tune-plan.ts";

/** One sentence and the row it was read from; null means the recommendation itself (E2, H-53). */
interface ExplainedSentence {
  text: string;
  trialLocalId: number | null;
}

interface TuneStory {
  plan: TunePlan;
  trials: readonly TuneTrial[];
  document: RecommendationDocument | null;
}

const settingsOf = (trial: TuneTrial): string =>
  formatKnobs({ kvBits: trial.kvBits, maxBatch: trial.maxBatch, maxContext: trial.maxContext });

function prunedText(trial: TuneTrial, gateTtftMs: number): string {
  const label = modelLabel(trial.model);
  const { ttft } = selectTrialFigures(trial);
  if (ttft === null || ttft.value <= gateTtftMs) return `${label} was ruled out: ${trial.notes ?? "not measured"}.`;
  const missed = formatMs(Math.ceil(ttft.value - gateTtftMs));
  const needed = formatMs(Math.ceil(ttft.value));
  return `${label} missed the first-token gate by ${missed} (${ttft.label}); it would pass at a gate of ${needed}.`;
}

function passedText(trial: TuneTrial, plan: TunePlan): string {
  const { ttft } = selectTrialFigures(trial);
  const measured = ttft === null ? "" : `: first token after ${formatMs(ttft.value)} (${ttft.label})`;
  const label = modelLabel(trial.model);
  return `${label} is the first in the list's order that passed${measured}, within the gate of ${formatMs(plan.gateTtftMs)}.`;
}

function candidateSentences({ plan, trials }: TuneStory): ExplainedSentence[] {
  const rows = trials.filter(({ stage }) => stage === 1);
  const passed = rows.find(({ isFeasible }) => isFeasible);
  const sentences = rows.map((trial) => ({
    text: trial.isFeasible ? passedText(trial, plan) : prunedText(trial, plan.gateTtftMs),
    trialLocalId: trial.localId,
  }));
  const untried = plan.candidates.slice(rows.length).map(({ id }) => modelLabel(id));
  if (passed === undefined || untried.length === 0) return sentences;
  const text = `Not tried, because ${modelLabel(passed.model)} passed before: ${untried.join(", ")}.`;
  return [...sentences, { text, trialLocalId: passed.localId }];
}

/** A smaller tie epsilon that really makes this cell win when replayed, or null: the search is not transitive (B63). */
function epsilonThatKeeps(trial: TuneTrial, gap: number, trials: readonly TuneTrial[]): number | null {
  const epsilon = Math.floor(gap * 999) / 1000;
  return epsilon >= 0 && keptOf(trials, epsilon)?.localId === trial.localId ? epsilon : null;
}

/** M27: no gap is given as a number here, because a grid search has no interval for it. */
function rivalText(trial: TuneTrial, winner: TuneTrial, story: TuneStory): string {
  const cell = settingsOf(trial);
  const { tps, ttft } = selectTrialFigures(trial);
  if (!trial.isFeasible || tps === null) return `${cell} was ruled out: ${trial.notes ?? "not measured"}.`;
  const gap = (tps.value - (winner.tpsMedian ?? tps.value)) / (winner.tpsMedian ?? tps.value);
  const versus = `${cell} reached ${tps.text} (${tps.label})`;
  const width = `the tie band of ${formatPercent(story.plan.tpsTieEpsilon)}`;
  if (Math.abs(gap) > story.plan.tpsTieEpsilon) {
    return `${versus}, ${gap < 0 ? "below" : "above"} the winner by more than ${width}.`;
  }
  const band = `inside ${width} around the winner`;
  const later = ttft === null ? "" : `; its first token came after ${formatMs(ttft.value)} (${ttft.label})`;
  const epsilon = gap > 0 ? epsilonThatKeeps(trial, gap, story.trials) : null;
  const turn = epsilon === null ? "" : `; at a tie epsilon of ${epsilon} it would have won`;
  return `${versus}, ${band}${later}${turn}.`;
}

function cellSentences(story: TuneStory): ExplainedSentence[] {
  const recommendation = story.document?.recommendation ?? null;
  const winner = selectWinner(story.document, story.trials);
  if (recommendation === null || winner === null) {
    const cells = story.trials.filter(({ stage, isFeasible }) => stage === 2 && !isFeasible);
    return cells.map((trial) => ({
      text: `${settingsOf(trial)} was ruled out: ${trial.notes ?? "not measured"}.`,
      trialLocalId: trial.localId,
    }));
  }
  const kind = winner.isPartial ? "The best finished so far is" : "The winner is";
  const measured = `${winner.tps.text} (${winner.tps.label}), first token ${winner.ttft.text} (${winner.ttft.label})`;
  const head = {
    text: `${kind} ${winner.modelLabel} with ${winner.knobsText}: ${measured}.`,
    trialLocalId: winner.trialLocalId,
  };
  const row = winnerTrial(recommendation, story.trials);
  if (row === null) return [head];
  const rivals = story.trials.filter(({ stage, localId }) => stage === 2 && localId !== row.localId);
  return [head, ...rivals.map((trial) => ({ text: rivalText(trial, row, story), trialLocalId: trial.localId }))];
}

/** E2: why this one and what would change it, from stored rows only; change a row and its sentence changes. */
export function explainTune(story: TuneStory): ExplainedSentence[] {
  return [...candidateSentences(story), ...cellSentences(story)];
}
