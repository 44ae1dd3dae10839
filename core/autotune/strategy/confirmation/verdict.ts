import type { Measured } from "../measured.ts";
import { CONFIRMATION_PAIRS } from "./confirmation.ts";

export type Verdict = "better" | "worse" | "not_shown";

/**
 * A relative gap of A against B with its 95 % interval, positive when A is better: of tokens per second the gain, of the
 * first token the share of B's time that is saved; 0.071 is 7.1 %.
 */
export interface Gap {
  gap: number;
  low: number;
  high: number;
  /** Pairs. */
  n: number;
}

export type Quantity = "tps" | "ttft";

export interface ConfirmationVerdict {
  verdict: Verdict;
  tps: { verdict: Verdict; gap: Gap };
  ttft: { verdict: Verdict; gap: Gap };
}

interface LogGap {
  mean: number;
  low: number;
  high: number;
}

/** M25's factor for six pairs, as the contract prints it. */
const T_SIX_PAIRS = 2.571;

function logGap(gaps: readonly number[]): LogGap {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const sd = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (gaps.length - 1));
  const half = (T_SIX_PAIRS * sd) / Math.sqrt(gaps.length);
  return { mean, low: mean - half, high: mean + half };
}

/** M25 for one quantity, on ln ratios of which positive is better. */
function verdictOf({ mean, low, high }: LogGap, tieEpsilon: number): Verdict {
  if (low > 0 && mean > Math.log(1 + tieEpsilon)) return "better";
  return high < 0 && mean < Math.log(1 - tieEpsilon) ? "worse" : "not_shown";
}

/** From ln ratios of which positive is better to shares. */
function asGap(quantity: Quantity, { mean, low, high }: LogGap, n: number): Gap {
  const share = (ln: number): number => (quantity === "tps" ? Math.expm1(ln) : -Math.expm1(-ln));
  return { gap: share(mean), low: share(low), high: share(high), n };
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
    tps: { verdict: own.tps, gap: asGap("tps", tps, pairs.length) },
    ttft: { verdict: own.ttft, gap: asGap("ttft", ttft, pairs.length) },
  };
}

/** Slower is worse whatever the first token; an earlier first token counts only when no relevant loss of speed is possible. */
function overall(own: { tps: Verdict; ttft: Verdict }, isSpeedKept: boolean): Verdict {
  if (own.tps === "worse") return "worse";
  return own.tps === "better" || (isSpeedKept && own.ttft === "better") ? "better" : "not_shown";
}
