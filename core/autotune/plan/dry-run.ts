import type { CandidateSource, TunePlan } from "../tune-plan.ts";

const HEADING: Record<CandidateSource, string> = {
  default: "largest-first default list",
  practice: "largest-first practice list",
  operator: "operator-supplied order",
};

interface DryRunPlace {
  port: number;
  database: string;
  retainRuns: number;
}

const USUAL_PLACE: DryRunPlace = { port: 18_080, database: "~/.local/state/espalier/agent.db", retainRuns: 50 };

/** B8: what a run would do, line by line in the fixed order. */
export function dryRunLines(plan: TunePlan, place: DryRunPlace = USUAL_PLACE): string[] {
  const contexts = plan.maxContextAxis.length === 0 ? "<target-context>" : plan.maxContextAxis.join(",");
  return [
    "autotune: dry run",
    `target context: ${plan.targetContext} tokens`,
    `candidates (${HEADING[plan.candidateSource]}):`,
    ...plan.candidates.map(({ id }, index) => `  ${index + 1}. ${id}`),
    `replicates: stage 1 ${plan.stage1Replicates}, stage 2 ${plan.stage2Replicates}`,
    `gate: ttft p95 <= ${plan.gateTtftMs} ms; tie epsilon: ${plan.tpsTieEpsilon}`,
    `kv bits axis: ${plan.kvBitsAxis.map((bits) => bits ?? "unset").join(",")}`,
    `max batch axis: ${plan.maxBatchAxis.join(",")}`,
    `max context axis: ${contexts}`,
    `port: ${place.port}`,
    `database: ${place.database}`,
    `retained runs: ${place.retainRuns}`,
    "Nothing was started, created or written.",
  ];
}
