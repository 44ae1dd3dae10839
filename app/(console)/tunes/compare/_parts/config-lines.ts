import type { RunSubject } from "../../../../../core/autotune/compare/run-subject.ts";

export interface ConfigLine {
  kind: "same" | "removed" | "added";
  text: string;
}

function configOf({ winner, knobs }: RunSubject): [string, string | null][] {
  return [
    ["model", winner.model],
    ["kv_bits", knobs.kvBits === null ? null : String(knobs.kvBits)],
    ["max_context_override", knobs.maxContext === null ? null : String(knobs.maxContext)],
    ["max_concurrency_override", knobs.maxBatch === null ? null : String(knobs.maxBatch)],
  ];
}

/** The owned keys of the config file (B78) from one recipe to another; an unset key has no line. */
export function configLines(baseline: RunSubject, other: RunSubject): ConfigLine[] {
  const after = new Map(configOf(other));
  return configOf(baseline).flatMap(([key, before]): ConfigLine[] => {
    const value = after.get(key) ?? null;
    if (value === before) return value === null ? [] : [{ kind: "same", text: `${key}: ${value}` }];
    return [
      ...(before === null ? [] : [{ kind: "removed" as const, text: `${key}: ${before}` }]),
      ...(value === null ? [] : [{ kind: "added" as const, text: `${key}: ${value}` }]),
    ];
  });
}
