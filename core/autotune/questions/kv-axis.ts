import type { KvBits } from "../../serving/knobs.ts";
import { byStratum, type QuestionAnswer, type QuestionRun, type Stratum, stratumOf } from "./question-run.ts";

const LEAST_RUNS = 5;

/** The winner of one run whose kv axis offered a choice with 8. */
export interface KvWinner {
  readonly stratum: Stratum;
  readonly kvBits: KvBits;
}

export function kvWinnersOf(runs: readonly QuestionRun[]): KvWinner[] {
  return runs.flatMap((run) => {
    const { kvBitsAxis } = run.plan;
    const kept = run.trials.find(({ isKept, flags }) => isKept && flags.length === 0);
    if (kept === undefined || kvBitsAxis.length < 2 || !kvBitsAxis.includes(8)) return [];
    return [{ stratum: stratumOf(run, kept.model, kept.tpsMethod), kvBits: kept.kvBits }];
  });
}

/** OQ-C: the axis is fixed at 8 only when 8 bits won every run of every stratum with five runs or more. `value` is 8's share. */
export function judgeKvAxis(winners: readonly KvWinner[]): QuestionAnswer<"fix_at_8" | "keep"> {
  const strata = byStratum(winners).filter(({ items }) => items.length >= LEAST_RUNS);
  const counted = strata.flatMap(({ items }) => items);
  if (counted.length === 0) return { n: 0, value: null, verdict: "not_enough_data" };
  const eights = counted.filter(({ kvBits }) => kvBits === 8).length;
  return {
    n: counted.length,
    value: eights / counted.length,
    verdict: eights === counted.length ? "fix_at_8" : "keep",
  };
}
