import type { KnobSettings } from "../../../serving/knobs.ts";
import { formatKnobs } from "../../../units/knobs.ts";
import { formatMs, formatPercent } from "../../../units/quantities.ts";
import type { TuneSearchReport } from "../../evidence/search-report.ts";
import { keptOf, replaySearch } from "../../replay-search.ts";
import { selectTrialFigures, selectWinner, winnerTrial } from "../../select.ts";
import { areSameKnobs } from "../../strategy/search/setup.ts";
import type { TuneTrial } from "../../trial.ts";
import { contenderWords } from "../contender-words.ts";
import { type Clause, type ExplainedSentence, failureClauses, ofTrial } from "./clause.ts";
import type { TuneStory } from "./story.ts";

const settingsOf = (trial: TuneTrial): string =>
  formatKnobs({ kvBits: trial.kvBits, maxBatch: trial.maxBatch, maxContext: trial.maxContext });

/** A smaller tie epsilon that really makes this cell win when replayed, or null: the search is not transitive (B63). */
function epsilonThatKeeps(trial: TuneTrial, gap: number, trials: readonly TuneTrial[]): number | null {
  const epsilon = Math.floor(gap * 999) / 1000;
  return epsilon >= 0 && keptOf(trials, epsilon)?.localId === trial.localId ? epsilon : null;
}

/** M27: no gap is given as a number here, because a grid search has no interval for it. */
function rivalClauses(trial: TuneTrial, winner: TuneTrial, story: TuneStory): Clause[] {
  const cell = settingsOf(trial);
  const row = ofTrial(trial);
  const { tps, ttft } = selectTrialFigures(trial);
  if (!trial.isFeasible || tps === null) return failureClauses(cell, trial, story.plan.gateTtftMs);
  if (story.search !== null) return [blockedClause(trial, story.search)];
  const gap = (tps.value - (winner.tpsMedian ?? tps.value)) / (winner.tpsMedian ?? tps.value);
  const versus = `${cell} reached ${tps.text} (${tps.label})`;
  const width = `the tie band of ${formatPercent(story.plan.tpsTieEpsilon)}`;
  if (Math.abs(gap) > story.plan.tpsTieEpsilon) {
    return [{ text: `${versus}, ${gap < 0 ? "below" : "above"} the winner by more than ${width}.`, row }];
  }
  const later = ttft === null ? "" : `; its first token came after ${formatMs(ttft.value)} (${ttft.label})`;
  const epsilon =
    gap > 0 && story.plan.strategy !== "blocked-halving" ? epsilonThatKeeps(trial, gap, story.trials) : null;
  const text = `${versus}, inside ${width} around the winner${later}${epsilon === null ? "." : ";"}`;
  const turn = epsilon === null ? [] : [{ text: `at a tie epsilon of ${epsilon} it would have won.`, row }];
  return [{ text, row }, ...turn];
}

/** A cell of a blocked search: when it left and why, what its answers lacked, or how far it was behind the leader (M27). */
function blockedClause(trial: TuneTrial, search: TuneSearchReport): Clause {
  const row = ofTrial(trial);
  const cell = settingsOf(trial);
  const isCell = ({ knobs }: { knobs: KnobSettings }) => areSameKnobs(knobs, trial);
  const left = search.ladder.find(isCell);
  if (left !== undefined) return { text: `${cell} left the search in rung ${left.rung}: ${left.reason}.`, row };
  const barred = search.ineligible.find(isCell);
  if (barred !== undefined) {
    const { answers } = barred;
    const differ =
      answers === null || answers.agreeing === null
        ? "its answers could not be judged"
        : `${answers.questions - answers.agreeing} of ${answers.questions} answers differ`;
    return { text: `${cell} is not eligible: ${differ}.`, row };
  }
  const contender = search.contenders.find(isCell);
  if (contender === undefined) return { text: `${cell} is in no block that is complete for all.`, row };
  const isLeader = search.leader !== null && areSameKnobs(search.leader, trial);
  return isLeader
    ? { text: `${cell} leads in speed, and the winner is inside its band with an earlier first token.`, row }
    : { text: `${cell} against the leader: ${contenderWords(contender.gap)}.`, row };
}

/** The rule that made the winner the best, and which cell it took that place from (B61); grid only. */
function choiceClauses(winner: TuneTrial, story: TuneStory): Clause[] {
  if (story.plan.strategy === "blocked-halving") return [];
  const steps = replaySearch(story.trials, story.plan.tpsTieEpsilon);
  const at = steps.findIndex(({ trial }) => trial.localId === winner.localId);
  const before = steps[at - 1]?.best ?? null;
  const width = `the tie band of ${formatPercent(story.plan.tpsTieEpsilon)}`;
  switch (steps[at]?.decision) {
    case "first":
      return [{ text: "It was the first feasible cell, and none after it was better.", row: ofTrial(winner) }];
    case "faster":
      return before === null
        ? []
        : [{ text: `It was faster than ${settingsOf(before)} by more than ${width}.`, row: ofTrial(before) }];
    case "earlier-first-token":
      return before === null
        ? []
        : [
            {
              text: `Inside ${width} around ${settingsOf(before)} its first token came earlier.`,
              row: ofTrial(before),
            },
          ];
    default:
      return [];
  }
}

/** Stage 2: the winner, the rule that chose it, and what every other cell lacked. */
export function cellSentences(story: TuneStory): ExplainedSentence[] {
  const recommendation = story.document?.recommendation ?? null;
  const winner = selectWinner(story.document, story.trials);
  const cells = story.trials.filter(({ stage }) => stage === 2);
  if (recommendation === null || winner === null) {
    return cells
      .filter(({ isFeasible }) => !isFeasible)
      .map((trial) => ({
        id: `cell-${trial.localId}`,
        clauses: failureClauses(settingsOf(trial), trial, story.plan.gateTtftMs),
      }));
  }
  const kind = winner.isPartial ? "The best finished so far is" : "The winner is";
  const measured = `${winner.tps.text} (${winner.tps.label}), first token ${winner.ttft.text} (${winner.ttft.label})`;
  const text = `${kind} ${winner.modelLabel} with ${winner.knobsText}: ${measured}.`;
  const row = winnerTrial(recommendation, story.trials);
  if (row === null) return [{ id: "winner", clauses: [{ text, row: { kind: "recommendation" } }] }];
  const head = { id: "winner", clauses: [{ text, row: ofTrial(row) }, ...choiceClauses(row, story)] };
  const rivals = cells.filter(({ localId }) => localId !== row.localId);
  return [head, ...rivals.map((trial) => ({ id: `cell-${trial.localId}`, clauses: rivalClauses(trial, row, story) }))];
}
