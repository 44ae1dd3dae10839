import { type Comparability, comparabilityDifference } from "../../../measuring/comparability.ts";
import { studentTQuantile } from "../../../measuring/student-t.ts";
import { formatPercent } from "../../../units/quantities.ts";
import { smallestPairedGap, smallestUnpairedGap } from "./smallest-gap.ts";
import type { Gap, Quantity, Verdict } from "./verdict.ts";

/** A confirmation as documents carry it (B71): the overall verdict, its gaps, and why there are none. */
interface Confirmation {
  verdict: Verdict;
  tps: Gap | null;
  ttft: Gap | null;
  reason: string | null;
}

const lnOf = (quantity: Quantity, share: number): number =>
  quantity === "tps" ? Math.log1p(share) : -Math.log1p(-share);

/** M26: the smallest gap pairs of this spread can show; the spread is read back from the interval. */
function smallestShown(quantity: Quantity, { low, high, n }: Gap): number {
  const half = (lnOf(quantity, high) - lnOf(quantity, low)) / 2;
  const sd = (half * Math.sqrt(n)) / studentTQuantile(0.975, n - 1);
  return Math.expm1(smallestPairedGap(sd, n));
}

const bare = (share: number): string => formatPercent(share).replace(" %", "");
const signed = (share: number): string => formatPercent(share, { isSigned: true });

function shownGap({ gap, low, high, n }: Gap): string {
  const sign = gap < 0 ? -1 : 1;
  const [from, to] = [sign * low, sign * high].sort((left, right) => left - right);
  return `${formatPercent(Math.abs(gap))} (95 % interval ${bare(from ?? 0)} to ${formatPercent(to ?? 0)}, ${n} pairs)`;
}

function hiddenGap(quantity: Quantity, gap: Gap): string {
  const range = `${signed(gap.low).replace(" %", "")} to ${signed(gap.high)}, ${gap.n} pairs`;
  const least = formatPercent(smallestShown(quantity, gap));
  return `not shown: ${signed(gap.gap)} (${range}); this plan can show gaps from ${least}`;
}

/** M27: one sentence for page, command line and API; no gap without interval and n, nothing claimed of what is not shown. */
export function confirmationWords({ verdict, tps, ttft, reason }: Confirmation, tieEpsilon: number): string {
  if (tps === null || reason !== null) return `not shown: ${reason ?? "not measured"}`;
  switch (verdict) {
    case "worse":
      return `worse by ${shownGap(tps)}`;
    case "not_shown":
      return hiddenGap("tps", tps);
    case "better": {
      const isBySpeed = tps.low > 0 && tps.gap > tieEpsilon;
      if (isBySpeed || ttft === null) return `better by ${shownGap(tps)}`;
      return `better: first token sooner by ${shownGap(ttft)}; tokens per second ${hiddenGap("tps", tps)}`;
    }
  }
}

/** M10, M27: null when the two may be compared. */
export function notComparedWords(left: Comparability, right: Comparability): string | null {
  const difference = comparabilityDifference(left, right);
  return difference === null ? null : `not compared: ${difference}`;
}

/** M27: what a `grid` winner stands on, from the replicates' rates of every feasible cell; null when nothing was repeated. */
export function gridPlanWords(cells: readonly (readonly number[])[]): string | null {
  const repeated = cells.filter((rates) => rates.length > 1).map((rates) => rates.map(Math.log));
  const degrees = repeated.reduce((sum, logs) => sum + logs.length - 1, 0);
  const perArm = Math.min(...repeated.map((logs) => logs.length));
  if (degrees === 0) return null;
  const squares = repeated.reduce((sum, logs) => {
    const mean = logs.reduce((total, value) => total + value, 0) / logs.length;
    return sum + logs.reduce((total, value) => total + (value - mean) ** 2, 0);
  }, 0);
  const least = smallestUnpairedGap(Math.sqrt(squares / degrees), perArm);
  return `this plan can show gaps from ${formatPercent(least)} (${perArm} replicates a cell)`;
}
