import { studentTQuantile } from "../../../measuring/student-t.ts";
import type { Measured } from "../measured.ts";
import { CONFIRMATION_PAIRS } from "./confirmation.ts";

type Verdict = "better" | "worse" | "not_shown";

/** A relative gap, A against B, positive when A is better; 0.071 is 7.1 %. */
interface Gap {
  gap: number;
  /** 95 % interval. */
  low: number;
  high: number;
  /** Pairs. */
  n: number;
  /** The smallest gap this many pairs of this spread can show (M26). */
  smallest: number;
}

export interface ConfirmationVerdict {
  verdict: Verdict;
  tps: { verdict: Verdict; gap: Gap };
  ttft: { verdict: Verdict; gap: Gap };
}

interface LogGap {
  mean: number;
  low: number;
  high: number;
  sd: number;
}

/** M25's factor for six pairs, as the contract prints it. */
const T_SIX_PAIRS = 2.571;

function logGap(gaps: readonly number[]): LogGap {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const sd = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (gaps.length - 1));
  const half = (T_SIX_PAIRS * sd) / Math.sqrt(gaps.length);
  return { mean, low: mean - half, high: mean + half, sd };
}

/** M25 for one quantity, on ln ratios of which positive is better. */
function verdictOf({ mean, low, high }: LogGap, tieEpsilon: number): Verdict {
  if (low > 0 && mean > Math.log(1 + tieEpsilon)) return "better";
  return high < 0 && mean < Math.log(1 - tieEpsilon) ? "worse" : "not_shown";
}

/** The gap in shares of B; of first-token times in shares saved, so that positive stays better. */
function asGap({ mean, low, high, sd }: LogGap, n: number): Gap {
  return {
    gap: Math.expm1(mean),
    low: Math.expm1(low),
    high: Math.expm1(high),
    n,
    smallest: Math.expm1(smallestPairedGap(sd, n)),
  };
}

/** M26: paired, in units of `sdGap`, the sd of the pairs' differences; 80 % power, two-sided 5 %. */
export function smallestPairedGap(sdGap: number, pairs: number): number {
  return ((studentTQuantile(0.975, pairs - 1) + studentTQuantile(0.8, pairs - 1)) * sdGap) / Math.sqrt(pairs);
}

/** M26: unpaired, n values an arm of the same CV; the smallest relative gap shown, 80 % power, two-sided 5 %. */
export function smallestUnpairedGap(cv: number, perArm: number): number {
  const degrees = 2 * perArm - 2;
  return (studentTQuantile(0.975, degrees) + studentTQuantile(0.8, degrees)) * cv * Math.sqrt(2 / perArm);
}

/** M25: the verdict of six whole pairs; null of fewer, which prove nothing. */
export function decideVerdict(
  pairs: readonly { a: Measured; b: Measured }[],
  tieEpsilon: number,
): ConfirmationVerdict | null {
  if (pairs.length < CONFIRMATION_PAIRS) return null;
  const tps = logGap(pairs.map(({ a, b }) => Math.log(a.tps / b.tps)));
  const ttft = logGap(pairs.map(({ a, b }) => -Math.log(a.ttftMs / b.ttftMs)));
  const own = { tps: verdictOf(tps, tieEpsilon), ttft: verdictOf(ttft, tieEpsilon) };
  return {
    verdict: overall(own, tps.low > Math.log(1 - tieEpsilon)),
    tps: { verdict: own.tps, gap: asGap(tps, pairs.length) },
    ttft: { verdict: own.ttft, gap: asGap(ttft, pairs.length) },
  };
}

/** Slower is worse whatever the first token; an earlier first token counts only when no relevant loss of speed is possible. */
function overall(own: { tps: Verdict; ttft: Verdict }, isSpeedKept: boolean): Verdict {
  if (own.tps === "worse") return "worse";
  return own.tps === "better" || (isSpeedKept && own.ttft === "better") ? "better" : "not_shown";
}
