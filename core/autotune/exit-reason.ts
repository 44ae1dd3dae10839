import { z } from "zod";

/** The closed list of autotune.md section 13; free text never enters it (B90). */
export const ExitReason = z.enum([
  "ok",
  "interrupted",
  "no_feasible",
  "budget_exhausted_no_model_selected",
  "budget_exhausted_with_partial_recommendation",
  "pre_warm_integrity_failure",
  "provider_conflict",
  "config_error",
  "internal_error",
]);
export type ExitReason = z.infer<typeof ExitReason>;
