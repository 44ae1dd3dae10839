import { formatPercent } from "../../../units/quantities.ts";
import type { RecommendationDocument } from "../../recommendation-document.ts";
import { smallestPairedGap } from "../../strategy/confirmation/verdict.ts";

type Confirmation = NonNullable<RecommendationDocument["confirmation"]>;
type Gap = NonNullable<Confirmation["tps"]>;

/** M25's factor for six pairs; the interval was made with it, so the spread is read back with it. */
const T_SIX_PAIRS = 2.571;

const signed = (share: number): string => formatPercent(share, { isSigned: true });
const bare = (share: number): string => formatPercent(share).replace(" %", "");

/** The smallest gap these pairs could have shown, from the interval they gave (M26). */
function smallestOf({ low, high, n }: Gap): number {
  const half = (Math.log1p(high) - Math.log1p(low)) / 2;
  return Math.expm1(smallestPairedGap((half * Math.sqrt(n)) / T_SIX_PAIRS, n));
}

/** M27: "better by 7.1 % (95 % interval 3.2 to 11.0 %, 6 pairs)"; "not shown: +1.4 % (−2.1 to +4.9 %); this plan can show gaps from 4.5 %". */
export function pairedGapWords(verdict: Confirmation["verdict"], gap: Gap): string {
  const { low, high, n } = gap;
  if (verdict === "not_shown") {
    return `not shown: ${signed(gap.gap)} (${signed(low).replace(" %", "")} to ${signed(high)}, ${n} pairs); this plan can show gaps from ${formatPercent(smallestOf(gap))}`;
  }
  const [near, far] = verdict === "better" ? [low, high] : [-high, -low];
  return `${verdict} by ${formatPercent(Math.abs(gap.gap))} (95 % interval ${bare(near)} to ${formatPercent(far)}, ${n} pairs)`;
}
