import type { Step } from "../reading/record.ts";
import { gridLine } from "./grid.ts";
import type { Tunable } from "./tunable.ts";

/** The tunables of which some set has another value than live; the others are dropped, because no rating says what they do, and so are those with one value in their range, which cannot move (TU13). */
export function variedTunables(
  tunables: readonly Tunable[],
  live: readonly Step[],
  sets: readonly (readonly Step[])[],
): readonly Tunable[] {
  return tunables.filter(
    (tunable) =>
      gridLine(tunable).length > 1 &&
      sets.some((steps) => steps[tunable.step]?.args[tunable.param] !== live[tunable.step]?.args[tunable.param]),
  );
}
