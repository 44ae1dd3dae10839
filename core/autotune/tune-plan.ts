import { z } from "zod";
import { KvBits } from "../serving/knobs.ts";

/** Who put the candidate list together: B9's default list, the practice ladder, or a person. */
export const CandidateSource = z.enum(["default", "practice", "operator"]);
export type CandidateSource = z.infer<typeof CandidateSource>;

/** How Stage 2 spends its visits (measurement.md sections 9 and 10); `grid-reverse` is the other half of an order check (M28). */
export const TuneStrategy = z.enum(["grid", "grid-reverse", "blocked-halving"]);
export type TuneStrategy = z.infer<typeof TuneStrategy>;

/** The strategies a person may ask for. */
export const AskedStrategy = TuneStrategy.exclude(["grid-reverse"]);
export type AskedStrategy = z.infer<typeof AskedStrategy>;

/** Everything a tune run is asked to do, after parsing; the same object on the command line, the wire and the page. */
export const TunePlan = z.strictObject({
  targetContext: z.int().min(1),
  /** Iterated verbatim (B11). A revision is 40 hex digits, or null for practice models and unpinned ones. */
  candidates: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(200),
        revision: z
          .string()
          .regex(/^[0-9a-f]{40}$/)
          .nullable(),
      }),
    )
    .min(1)
    .max(50),
  candidateSource: CandidateSource,
  kvBitsAxis: z.array(KvBits).min(1).max(3),
  maxBatchAxis: z.array(z.int().min(1).max(64)).min(1).max(64),
  /** Absolute token caps, ascending; empty means one cell at the target context (B14). */
  maxContextAxis: z.array(z.int().min(1)).max(16),
  stage1Replicates: z.int().min(1).max(100),
  stage2Replicates: z.int().min(1).max(100),
  gateTtftMs: z.int().min(1),
  tpsTieEpsilon: z.number().min(0),
  maxDurationS: z.int().min(1),
  strategy: TuneStrategy,
  /** Fixes every random choice of `blocked-halving`; drawn at run start when absent. */
  rngKey: z.int().nonnegative().optional(),
  /** A confirmation follows the search (M24); absent means no. */
  confirm: z.boolean().optional(),
});
export type TunePlan = z.infer<typeof TunePlan>;
