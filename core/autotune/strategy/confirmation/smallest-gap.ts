import { studentTQuantile } from "../../../measuring/student-t.ts";

/** M26: paired, in units of `sdGap`, the sd of the pairs' differences; 80 % power, two-sided 5 %. */
export function smallestPairedGap(sdGap: number, pairs: number): number {
  return ((studentTQuantile(0.975, pairs - 1) + studentTQuantile(0.8, pairs - 1)) * sdGap) / Math.sqrt(pairs);
}

/** M26: unpaired, n values an arm of the same CV; the smallest relative gap shown, 80 % power, two-sided 5 %. */
export function smallestUnpairedGap(cv: number, perArm: number): number {
  const degrees = 2 * perArm - 2;
  return (studentTQuantile(0.975, degrees) + studentTQuantile(0.8, degrees)) * cv * Math.sqrt(2 / perArm);
}
