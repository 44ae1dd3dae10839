import { median } from "../../measuring/percentiles.ts";
import { planCells } from "../plan-cells.ts";
import type { TunePlan } from "../tune-plan.ts";

/** A finished run of the same machine and list kind, for scaling. */
export interface PastRun {
  plan: TunePlan;
  /** Candidates that got a Stage-1 row. */
  candidatesTried: number;
  durationS: number;
}

interface DurationEstimate {
  lowMinutes: number;
  highMinutes: number;
  basis: string;
}

/** Seconds a provider start and a request take where nothing was measured; real models by measurement.md section 10. */
const REAL_COST = { startS: 20, requestS: 30 };
const PRACTICE_COST = { startS: 1, requestS: 1.5 };

function modelledSeconds(plan: TunePlan, candidatesTried: number): number {
  const cost = plan.candidateSource === "practice" ? PRACTICE_COST : REAL_COST;
  const cells = planCells(plan, null).length;
  const stage1 = candidatesTried * (2 * cost.startS + (1 + plan.stage1Replicates) * cost.requestS);
  return stage1 + cells * (cost.startS + (1 + plan.stage2Replicates) * cost.requestS);
}

const minutes = (seconds: number): number => Math.max(1, Math.round(seconds / 60));

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
  return { lowMinutes: capped(1), highMinutes: capped(plan.candidates.length), basis };
}
