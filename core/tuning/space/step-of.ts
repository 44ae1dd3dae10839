import type { Tunable } from "./tunable.ts";

const STEPS_IN_RANGE = 20;

/** How far one local step moves a tunable: the recipe's step, else a twentieth of its range; whole numbers move by at least 1, odd ones by 2 (TU23). */
export function stepOf({ min, max, kind, nudge }: Tunable): number {
  const step = nudge ?? (max - min) / STEPS_IN_RANGE;
  switch (kind) {
    case "float":
      return step;
    case "whole":
      return Math.max(1, Math.round(step));
    case "odd":
      return nudge === null ? 2 : Math.max(2, 2 * Math.round(step / 2));
  }
}
