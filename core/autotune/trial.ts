import { z } from "zod";
import { RawReplicate, TpsMethod } from "../measuring/replicate.ts";
import { KnobReadings, KnobSettings, KvBits } from "../serving/knobs.ts";

/** One Stage-1 candidate or Stage-2 cell as stored on the agent and on the server (autotune.md section 12). */
export const TuneTrial = z.strictObject({
  /** The agent's own row id; with the run id it is the natural key everywhere (B126). */
  localId: z.int().positive(),
  tuneRunId: z.uuid(),
  at: z.iso.datetime({ offset: false }),
  stage: z.union([z.literal(1), z.literal(2)]),
  model: z.string().min(1),
  targetContext: z.int().positive(),
  maxTokens: z.int().positive(),
  measuredPromptTokens: z.int().nonnegative().nullable(),
  /** Median of the replicates' decode rates, tokens per second; null unless every replicate was measured (B54, B59, B60). */
  tpsMedian: z.number().nullable(),
  /** Nearest-rank p95 of warm first-token times, ms (B50). */
  ttftP95Ms: z.number().nullable(),
  isFeasible: z.boolean(),
  errorCount: z.int().nonnegative(),
  isKept: z.boolean(),
  /** Why it is infeasible; null when feasible. */
  notes: z.string().nullable(),
  kvBits: KvBits,
  maxContext: z.int().positive().nullable(),
  maxBatch: z.int().positive().nullable(),
  replicatesN: z.int().nonnegative().nullable(),
  tpsMethod: TpsMethod.nullable(),
  ttftColdMs: z.number().nullable(),
  peakMemoryBytes: z.int().nonnegative().nullable(),
  requested: KnobSettings,
  /** Null when the provider never became ready. */
  effective: KnobReadings.nullable(),
  /** Every measured volley, the warm-up included. */
  replicates: z.array(RawReplicate),
  /** `shared_machine`, `thermal`, `bundled`, `lagging`, `unproven`, … */
  flags: z.array(z.string()),
});
export type TuneTrial = z.infer<typeof TuneTrial>;
