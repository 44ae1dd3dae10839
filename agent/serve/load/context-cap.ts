import { defaultContextCap } from "../../../core/serving/tiers.ts";
import type { ModelInspection } from "../../engines/engine.ts";
import type { ServeOptions } from "../options/serve-options.ts";

export type CapFacts = {
  readonly options: Pick<ServeOptions, "maxContext" | "maxBatch" | "kvBits">;
  readonly inspection: ModelInspection;
  readonly weightsBytes: number | null;
  readonly ramBytes: number;
};

/** The cap to load with: an explicit one as it is, else the machine's default, lowered where A6 says so. */
export function contextCap({ options, inspection, weightsBytes, ramBytes }: CapFacts) {
  if (options.maxContext !== null) return { maxContext: options.maxContext, loweredBecause: null };
  return defaultContextCap({
    ramBytes,
    trainedContext: inspection.trainedContext,
    fit: {
      weightsBytes,
      kvBytesPerToken: inspection.kvBytesPerToken,
      kvBits: options.kvBits,
      maxBatch: options.maxBatch ?? 1,
      budgetBytes: inspection.budgetBytes,
    },
  });
}
