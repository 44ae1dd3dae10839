import type { CompletionEnd, EngineCounters } from "./engine.ts";

/** Sums what an engine reports of its completions (A46). */
export function createCounters(): { add(end: CompletionEnd): void; read(): EngineCounters } {
  let totals: EngineCounters = { promptTokens: 0, completionTokens: 0, prefillMs: 0, decodeMs: 0 };
  return {
    read: () => totals,
    add: (end) => {
      totals = {
        promptTokens: totals.promptTokens + end.promptTokens,
        completionTokens: totals.completionTokens + end.completionTokens,
        prefillMs: totals.prefillMs + (end.prefillMs ?? 0),
        decodeMs: totals.decodeMs + (end.decodeMs ?? 0),
      };
    },
  };
}
