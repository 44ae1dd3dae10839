import { z } from "zod";

/** Engine counters over a group of measured requests (A46, M9); times in ms. */
export const EngineShare = z.strictObject({
  promptTokens: z.number().nonnegative(),
  completionTokens: z.number().nonnegative(),
  prefillMs: z.number().nonnegative(),
  decodeMs: z.number().nonnegative(),
});
export type EngineShare = z.infer<typeof EngineShare>;

/** What the engine counted between two looks; a counter that went back belongs to another process (A46). */
export function engineShare(before: EngineShare | null, after: EngineShare | null): EngineShare | null {
  if (before === null || after === null) return null;
  const share = {
    promptTokens: after.promptTokens - before.promptTokens,
    completionTokens: after.completionTokens - before.completionTokens,
    prefillMs: after.prefillMs - before.prefillMs,
    decodeMs: after.decodeMs - before.decodeMs,
  };
  return Object.values(share).some((value) => value < 0) ? null : share;
}
