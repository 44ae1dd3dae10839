import type { Axis } from "../axis.ts";

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

/** An axis of elapsed seconds from zero, with steps a clock has. */
export function timeAxis(totalS: number, most = 6): Axis {
  const step = STEPS_S.find((candidate) => totalS / candidate <= most) ?? 14_400;
  const count = Math.max(1, Math.ceil((totalS * 1.001) / step));
  return {
    min: 0,
    max: count * step,
    isLog: false,
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
  };
}
