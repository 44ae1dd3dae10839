import { isSameModel } from "../../serving/model-id.ts";
import type { TuneTrial } from "../trial.ts";
import type { QuestionAnswer, QuestionRun } from "./question-run.ts";

const LEAST_PAIRS = 10;
const MOST_MISMATCHES = 0.05;

/** A forward and a reverse `grid` run, one right after the other on one machine; whether they chose the same knobs. */
export interface OrderPair {
  readonly agentId: string;
  readonly hostName: string;
  readonly isSameWinner: boolean;
}

/** OQ-E: neighbouring runs of opposite cell order over one and the same single model (M28). */
export function orderPairsOf(runs: readonly QuestionRun[]): OrderPair[] {
  return [...Map.groupBy(runs, ({ agentId }) => agentId).values()].flatMap((mine) => {
    const inOrder = mine.toSorted((left, right) => Date.parse(left.startedAt) - Date.parse(right.startedAt));
    const pairs: OrderPair[] = [];
    for (let index = 0; index + 1 < inOrder.length; index += 1) {
      const pair = pairOf(inOrder[index], inOrder[index + 1]);
      if (pair === null) continue;
      pairs.push(pair);
      index += 1;
    }
    return pairs;
  });
}

function pairOf(first: QuestionRun | undefined, second: QuestionRun | undefined): OrderPair | null {
  if (first === undefined || second === undefined) return null;
  const orders = [first.strategy, second.strategy].toSorted().join(" ");
  const [model, other] = [onlyModel(first), onlyModel(second)];
  if (orders !== "grid grid-reverse" || model === null || other === null || !isSameModel(model, other)) return null;
  const [left, right] = [keptOf(first), keptOf(second)];
  if (left === null || right === null) return null;
  const { agentId, hostName } = first;
  return { agentId, hostName, isSameWinner: knobsOf(left) === knobsOf(right) };
}

const onlyModel = ({ plan }: QuestionRun): string | null =>
  plan.candidates.length === 1 ? (plan.candidates[0]?.id ?? null) : null;

/** Null when the kept row was disturbed: such a run says nothing about order. */
const keptOf = ({ trials }: QuestionRun): TuneTrial | null =>
  trials.find(({ isKept, flags }) => isKept && flags.length === 0) ?? null;

const knobsOf = ({ kvBits, maxBatch, maxContext }: TuneTrial): string => `${kvBits} ${maxBatch} ${maxContext}`;

/** OQ-E: more than 5 % of at least ten pairs with different winners recommend `blocked-halving` for that machine. */
export function judgeOrderBias(
  pairs: readonly Pick<OrderPair, "isSameWinner">[],
): QuestionAnswer<"keep" | "blocked_halving"> {
  if (pairs.length < LEAST_PAIRS) return { n: pairs.length, value: null, verdict: "not_enough_data" };
  const value = pairs.filter(({ isSameWinner }) => !isSameWinner).length / pairs.length;
  return { n: pairs.length, value, verdict: value > MOST_MISMATCHES ? "blocked_halving" : "keep" };
}
