import { median } from "../../measuring/percentiles.ts";
import { AskedStrategy, type TunePlan } from "../tune-plan.ts";
import { type PlannedPart, plannedParts, REAL_COST, type StepCost } from "./strategy-minutes.ts";

/** A finished run of the same machine and list kind, for scaling. */
export interface PastRun {
  plan: TunePlan;
  /** Candidates that got a Stage-1 row. */
  candidatesTried: number;
  durationS: number;
}

/** Stage 2 of one strategy in minutes, part by part. */
interface StrategyEstimate {
  strategy: AskedStrategy;
  parts: { part: PlannedPart["part"]; minutes: number }[];
  minutes: number;
}

interface DurationEstimate {
  lowMinutes: number;
  highMinutes: number;
  /** Both strategies, whichever the plan has (measurement.md section 10). */
  strategies: StrategyEstimate[];
  basis: string;
}

const PRACTICE_COST: StepCost = { startS: 1, requestS: 1.5, questionS: 0.35 };

const costOf = (plan: TunePlan): StepCost => (plan.candidateSource === "practice" ? PRACTICE_COST : REAL_COST);

const sum = (parts: readonly PlannedPart[]): number => parts.reduce((total, { seconds }) => total + seconds, 0);

function modelledSeconds(plan: TunePlan, candidatesTried: number): number {
  const cost = costOf(plan);
  const stage1 = candidatesTried * (2 * cost.startS + (1 + plan.stage1Replicates) * cost.requestS);
  return stage1 + sum(plannedParts(plan, plan.strategy, cost));
}

const minutes = (seconds: number): number => Math.max(1, Math.round(seconds / 60));

function strategyEstimate(plan: TunePlan, strategy: AskedStrategy, scale: number): StrategyEstimate {
  const parts = plannedParts(plan, strategy, costOf(plan));
  return {
    strategy,
    parts: parts.map(({ part, seconds }) => ({ part, minutes: minutes(scale * seconds) })),
    minutes: minutes(scale * sum(parts)),
  };
}

/**
 * An estimate, to be shown as one: low when the first candidate passes, high when only the last does, scaled by how this
 * machine's own runs compared with the model. Downloads are not in it; `--max-duration` caps it.
 */
export function estimateMinutes(plan: TunePlan, history: readonly PastRun[]): DurationEstimate {
  const isPractice = plan.candidateSource === "practice";
  const alike = history.filter((run) => (run.plan.candidateSource === "practice") === isPractice);
  const scale = median(alike.map((run) => run.durationS / modelledSeconds(run.plan, run.candidatesTried))) ?? 1;
  const capped = (tried: number): number => minutes(Math.min(plan.maxDurationS, scale * modelledSeconds(plan, tried)));
  const runs = alike.length === 1 ? "1 earlier run" : `${alike.length} earlier runs`;
  const basis = alike.length === 0 ? "no earlier run on this machine" : `${runs} on this machine`;
  const strategies = AskedStrategy.options.map((strategy) => strategyEstimate(plan, strategy, scale));
  return { lowMinutes: capped(1), highMinutes: capped(plan.candidates.length), strategies, basis };
}
