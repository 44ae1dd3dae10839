import { z } from "zod";
import type { KvBits } from "./knobs.ts";

/** A62: the verdict of the fit estimate. */
export const FitVerdict = z.enum(["fits", "tight", "does_not_fit", "unknown"]);
export type FitVerdict = z.infer<typeof FitVerdict>;

/** A60 with its terms, so that a page can show the arithmetic. Bytes; null where a term is missing. */
export const FitEstimate = z.strictObject({
  weightsBytes: z.int().nullable(),
  kvCacheBytes: z.number().nullable(),
  reserveBytes: z.number().nullable(),
  needBytes: z.number().nullable(),
  budgetBytes: z.number().nullable(),
  verdict: FitVerdict,
});
export type FitEstimate = z.infer<typeof FitEstimate>;

const LEAST_RESERVE_BYTES = 536_870_912;

export interface FitQuestion {
  weightsBytes: number | null;
  /** At 16 bit. */
  kvBytesPerToken: number | null;
  kvBits: KvBits;
  maxContext: number;
  maxBatch: number;
  /** The Metal device's recommended maximum working set; null without one, never a fraction of RAM (A61). */
  budgetBytes: number | null;
}

function kvFactor(kvBits: KvBits): number {
  if (kvBits === null) return 1;
  return kvBits === 8 ? 0.53125 : 0.28125;
}

function verdictOf(needBytes: number | null, budgetBytes: number | null): FitVerdict {
  if (needBytes === null || budgetBytes === null) return "unknown";
  if (needBytes <= budgetBytes * 0.9) return "fits";
  return needBytes <= budgetBytes ? "tight" : "does_not_fit";
}

/** A60 to A62: an estimate with its arithmetic. It refuses, reorders and skips nothing. */
export function estimateFit(question: FitQuestion): FitEstimate {
  const { weightsBytes, kvBytesPerToken, budgetBytes } = question;
  const kvCacheBytes =
    kvBytesPerToken === null
      ? null
      : kvBytesPerToken * kvFactor(question.kvBits) * question.maxContext * question.maxBatch;
  const reserveBytes = weightsBytes === null ? null : Math.max(LEAST_RESERVE_BYTES, weightsBytes * 0.1);
  const needBytes =
    weightsBytes === null || kvCacheBytes === null || reserveBytes === null
      ? null
      : weightsBytes + kvCacheBytes + reserveBytes;
  const verdict = verdictOf(needBytes, budgetBytes);
  return { weightsBytes, kvCacheBytes, reserveBytes, needBytes, budgetBytes, verdict };
}
