import { gateOf, type Judged, type Reason } from "./gates.ts";
import { guardOf } from "./guards.ts";
import { RULES } from "./rules.ts";

/** IM68: what the guard that holds was judged by, then every condition of the rules in their order, also of alternatives that were not the better ones. */
export function everyGate(judged: Judged): (Reason & { readonly rule: string })[] {
  const guard = guardOf(judged.signals);
  const guarded = guard === null ? [] : guard.reasons.map((reason) => ({ rule: guard.key, ...reason }));
  const ruled = RULES.flatMap(({ key, all, either }) =>
    [...all, ...either.flat()].map((condition) => ({ rule: key, ...gateOf(condition, judged) })),
  );
  return [...guarded, ...ruled];
}
