import { editValues } from "./edit-values.ts";

/** The proposal with the typed reason, and whether it overrode a gate, in its table (TU47). */
export function withReason(text: string, { reason, isForced }: { reason: string; isForced: boolean }): string {
  return editValues(text, [
    { path: ["proposal", "forced"], value: isForced },
    { path: ["proposal", "reason"], value: reason },
  ]);
}
