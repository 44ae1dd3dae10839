import { DEFAULT_CANDIDATES } from "../../serving/catalogue.ts";
import { shellQuote } from "../../units/shell-quote.ts";
import type { PlanFlags } from "../plan-flags.ts";
import type { TunePlan } from "../tune-plan.ts";
import { planDefaults } from "./plan-defaults.ts";

/** A plan as the flags that ask for it, all of them stated. */
export function planFlagsOf(plan: TunePlan) {
  return {
    "target-context": String(plan.targetContext),
    "candidate-models": plan.candidates.map(({ id }) => id).join(","),
    "kv-bits-axis": plan.kvBitsAxis.map((bits) => bits ?? "unset").join(","),
    "max-batch-axis": plan.maxBatchAxis.join(","),
    "max-context-axis": plan.maxContextAxis.join(","),
    "stage1-replicates": String(plan.stage1Replicates),
    "stage2-replicates": String(plan.stage2Replicates),
    "gate-ttft-ms": String(plan.gateTtftMs),
    "tps-tie-epsilon": String(plan.tpsTieEpsilon),
    "max-duration": String(plan.maxDurationS),
    strategy: plan.strategy,
    confirm: plan.confirm === true ? "on" : "off",
  } satisfies PlanFlags;
}

/** The same run by hand: only what differs from the command line's own defaults is named. */
export function planCommand(plan: TunePlan): string {
  const usual: Record<string, string> = {
    ...planDefaults("default"),
    "candidate-models": DEFAULT_CANDIDATES.join(","),
  };
  const named = Object.entries(planFlagsOf(plan)).filter(([flag, text]) => usual[flag] !== text);
  return [
    "espalier autotune",
    ...named.map(([flag, text]) => (flag === "confirm" ? "--confirm" : `--${flag} ${shellQuote(text)}`)),
  ].join(" ");
}
