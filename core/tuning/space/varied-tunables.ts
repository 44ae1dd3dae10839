import type { Step } from "../reading/record.ts";
import type { Tunable } from "./tunable.ts";

/** The tunables of which some set has another value than live; the others are dropped, because no rating says what they do (TU13). */
export function variedTunables(
  tunables: readonly Tunable[],
  live: readonly Step[],
  sets: readonly (readonly Step[])[],
): readonly Tunable[] {
  return tunables.filter(({ step, param }) =>
    sets.some((steps) => steps[step]?.args[param] !== live[step]?.args[param]),
  );
}
