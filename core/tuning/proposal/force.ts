import { parse, patch } from "@decimalturn/toml-patch";
import { editValues } from "./edit-values.ts";

/** The proposal with the typed reason, and whether it overrode a gate, in its table (TU47). */
export function withReason(text: string, { reason, isForced }: { reason: string; isForced: boolean }): string {
  return editValues(text, [
    { path: ["proposal", "forced"], value: isForced },
    { path: ["proposal", "reason"], value: reason },
  ]);
}

/** The proposal without the reason of an earlier try, which was for that try alone; the same text where it has none (TU47). */
export function withoutReason(text: string): string {
  const before: Readonly<Record<string, unknown>> = parse(text);
  const table = Object.entries(before["proposal"] ?? {});
  const kept = table.filter(([key]) => key !== "forced" && key !== "reason");
  return kept.length === table.length ? text : patch(text, { ...before, proposal: Object.fromEntries(kept) });
}
