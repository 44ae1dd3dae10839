/** M14: what the reported cached tokens say about a prompt. `unproven` is shown and never hidden. */
export type PrefixCacheState = "clean" | "unproven" | "prefix_cached";

/** Up to 10 % of a prompt is the chat template. */
export function prefixCacheState(promptTokens: number | null, cachedTokens: number | null): PrefixCacheState {
  if (promptTokens === null || cachedTokens === null) return "unproven";
  return cachedTokens * 10 <= promptTokens ? "clean" : "prefix_cached";
}
