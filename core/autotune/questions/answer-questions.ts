import { cellRatesOf } from "./cell-rates.ts";
import { judgeKvAxis, kvWinnersOf } from "./kv-axis.ts";
import { judgeOrderBias, orderPairsOf } from "./order-bias.ts";
import { byStratum, type QuestionAnswer, type QuestionRun } from "./question-run.ts";
import { judgeStage1Replicates, stage1ChecksOf } from "./stage1-replicates.ts";
import { judgeStage2Replicates } from "./stage2-replicates.ts";
import { judgeTieEpsilon } from "./tie-epsilon.ts";

type QuestionName = "OQ-A" | "OQ-B" | "OQ-C" | "OQ-D" | "OQ-E";

/** One answer, about one stratum, one machine or, for OQ-C, the fleet. */
export interface AnsweredQuestion extends QuestionAnswer<string> {
  readonly question: QuestionName;
  /** What the answer is about, in words. */
  readonly about: string;
}

const TIE_EPSILON = 0.02;

/** Autotune.md section 15: what the fleet's own rows say about the current values. Pure; nothing is changed by an answer. */
export function answerQuestions(runs: readonly QuestionRun[]): AnsweredQuestion[] {
  const cells = byStratum(cellRatesOf(runs)).map(({ stratum, items }) => ({
    about: stratum.label,
    rates: items.map(({ rates }) => rates),
  }));
  const machines = [...Map.groupBy(orderPairsOf(runs), ({ agentId }) => agentId).values()];
  return [
    ...cells.map(({ about, rates }) => ({ question: "OQ-A" as const, about, ...judgeTieEpsilon(rates) })),
    ...cells.map(({ about, rates }) => ({
      question: "OQ-B" as const,
      about,
      ...judgeStage2Replicates(rates, TIE_EPSILON),
    })),
    { question: "OQ-C" as const, about: "the fleet", ...judgeKvAxis(kvWinnersOf(runs)) },
    ...byStratum(stage1ChecksOf(runs)).map(({ stratum, items }) => ({
      question: "OQ-D" as const,
      about: stratum.label,
      ...judgeStage1Replicates(items),
    })),
    ...machines.map((pairs) => ({
      question: "OQ-E" as const,
      about: pairs[0]?.hostName ?? "",
      ...judgeOrderBias(pairs),
    })),
  ];
}
