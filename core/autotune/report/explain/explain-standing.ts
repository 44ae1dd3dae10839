import { formatKnobs } from "../../../units/knobs.ts";
import { formatPercent } from "../../../units/quantities.ts";
import type { RecommendationDocument } from "../../recommendation-document.ts";
import { confirmationWords } from "../../strategy/confirmation/verdict-words.ts";
import type { Clause, EvidenceRow, ExplainedSentence } from "./clause.ts";
import type { TuneStory } from "./story.ts";

type Baseline = NonNullable<RecommendationDocument["baseline"]>;
type Confirmation = NonNullable<RecommendationDocument["confirmation"]>;

const RECOMMENDATION: EvidenceRow = { kind: "recommendation" };
const BASELINE: EvidenceRow = { kind: "baseline" };

function baselineText(baseline: Baseline, tieEpsilon: number): string {
  const { kv_bits, max_concurrency_override, max_context_override } = baseline.knobs;
  const knobs = formatKnobs({
    kvBits: kv_bits,
    maxBatch: max_concurrency_override,
    maxContext: max_context_override,
  });
  const width = `the tie band of ${formatPercent(tieEpsilon)}`;
  const name = `the applied recipe (${knobs})`;
  switch (baseline.verdict) {
    case "better":
      return `Against ${name} the winner is faster by more than ${width}.`;
    case "worse":
      return `Against ${name} the winner is slower by more than ${width}, so it is not applied.`;
    case "not_shown":
      return `Against ${name} the winner stays inside ${width}: keep current.`;
    case "not_comparable":
      return `Not compared with ${name}: another model.`;
    case "not_measured":
      return `Not compared with ${name}: ${baseline.reason ?? "not measured"}.`;
  }
}

/** The one reason that means a comparison was due and did not take place (M24). */
const NOT_FINISHED = "not finished";

function confirmationClauses(confirmation: Confirmation, { visits, plan }: TuneStory): Clause[] {
  const first = visits.find(({ kind }) => kind === "confirmation");
  const row: EvidenceRow = first === undefined ? RECOMMENDATION : { kind: "visit", seq: first.seq };
  if (first === undefined && confirmation.reason !== null && confirmation.reason !== NOT_FINISHED) {
    return [{ text: `Nothing to confirm: ${confirmation.reason}.`, row }];
  }
  const against = confirmation.against === "incumbent" ? "the applied recipe" : "the sentinel";
  const words = confirmationWords(confirmation, plan.tpsTieEpsilon);
  return [{ text: `Measured afresh against ${against}, the winner is ${words}.`, row }];
}

function partialClauses({ trials, document }: TuneStory): Clause[] {
  if (document?.recommendation?.partial !== true) return [];
  const cells = trials.filter(({ stage }) => stage === 2).length;
  const text =
    cells === 0
      ? "The run was cut off before a cell was finished, so these are stage 1's own figures: partial."
      : `The run was cut off after ${cells} ${cells === 1 ? "cell" : "cells"}, so this is partial; a cell that was not measured might have won.`;
  return [{ text, row: RECOMMENDATION }];
}

/** How the winner stands: against what is applied, confirmed or not, partial, too noisy to show. */
export function standingSentences(story: TuneStory): ExplainedSentence[] {
  const { document, plan } = story;
  if (document?.recommendation == null) return [];
  const noisy =
    document.shown === false
      ? [
          {
            text: "Measurements of one cell varied by more than 10 %, so the winner is not shown and nothing is proposed.",
            row: RECOMMENDATION,
          },
        ]
      : [];
  const baseline =
    document.baseline === undefined
      ? []
      : [{ text: baselineText(document.baseline, plan.tpsTieEpsilon), row: BASELINE }];
  const confirmation = document.confirmation === undefined ? [] : confirmationClauses(document.confirmation, story);
  return [
    { id: "partial", clauses: partialClauses(story) },
    { id: "noisy", clauses: noisy },
    { id: "baseline", clauses: baseline },
    { id: "confirmation", clauses: confirmation },
  ].filter(({ clauses }) => clauses.length > 0);
}
