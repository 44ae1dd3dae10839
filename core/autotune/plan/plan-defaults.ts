import { PRACTICE_PLAN } from "../../serving/catalogue.ts";
import type { PlanFlags } from "../plan-flags.ts";
import type { CandidateSource } from "../tune-plan.ts";

const DEFAULTS = {
  "target-context": "2000",
  "kv-bits-axis": "unset,4,8",
  "max-batch-axis": "1,2",
  "max-context-axis": "",
  "stage1-replicates": "1",
  "stage2-replicates": "3",
  "gate-ttft-ms": "60000",
  "tps-tie-epsilon": "0.02",
  "max-duration": "7200",
  strategy: "grid",
  confirm: "off",
} as const satisfies PlanFlags;

const PRACTICE_DEFAULTS = {
  ...DEFAULTS,
  "target-context": String(PRACTICE_PLAN.targetContext),
  "kv-bits-axis": PRACTICE_PLAN.kvBitsAxis.map((bits) => bits ?? "unset").join(","),
  "max-batch-axis": PRACTICE_PLAN.maxBatchAxis.join(","),
  "stage1-replicates": String(PRACTICE_PLAN.stage1Replicates),
  "stage2-replicates": String(PRACTICE_PLAN.stage2Replicates),
  "gate-ttft-ms": String(PRACTICE_PLAN.gateTtftMs),
} as const satisfies PlanFlags;

/** B120: what a request of the console runs when it says nothing else; practice stays quick, because nobody serves its recipe. */
const CONSOLE_DEFAULTS = { strategy: "blocked-halving", confirm: "on" } as const satisfies PlanFlags;

/** Who asks: the command line or the console. */
export type PlanAsker = "hand" | "console";

type Defaults = { [Flag in keyof typeof DEFAULTS]: string };

/** The flags of a list as a form or a help text shows them (autotune.md section 2); a person's own list starts from the defaults. */
export function planDefaults(list: CandidateSource, asker: PlanAsker = "hand"): Defaults {
  if (list === "practice") return PRACTICE_DEFAULTS;
  return asker === "hand" ? DEFAULTS : { ...DEFAULTS, ...CONSOLE_DEFAULTS };
}
