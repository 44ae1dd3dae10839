import { z } from "zod";

/**
 * A tune request as typed: the command line's flags without dashes, each as its text. The page's form and the
 * console's procedures send the same object, so that every surface refuses in the same words (B7, B120).
 */
export const PlanFlags = z.strictObject({
  "target-context": z.string().max(20).optional(),
  "candidate-models": z.string().max(4000).optional(),
  "max-model-size": z.string().max(20).optional(),
  "min-model-size": z.string().max(20).optional(),
  "kv-bits-axis": z.string().max(100).optional(),
  "max-batch-axis": z.string().max(200).optional(),
  "max-context-axis": z.string().max(400).optional(),
  "stage1-replicates": z.string().max(10).optional(),
  "stage2-replicates": z.string().max(10).optional(),
  "gate-ttft-ms": z.string().max(12).optional(),
  "tps-tie-epsilon": z.string().max(20).optional(),
  "max-duration": z.string().max(12).optional(),
  strategy: z.string().max(40).optional(),
  /** `on` or `off`; a switch on the command line (M24). */
  confirm: z.string().max(3).optional(),
});
export type PlanFlags = z.infer<typeof PlanFlags>;
