import { formatPercent } from "../../units/quantities.ts";
import type { GapVerdict, RunGap } from "./compare-runs.ts";

type Quantity = "tps" | "ttft";

const WORDS: Record<Quantity, Record<GapVerdict, string>> = {
  tps: { better: "faster", worse: "slower", not_shown: "not shown" },
  ttft: { better: "sooner", worse: "later", not_shown: "not shown" },
};

/** H-16: the one word for a gap to the baseline. */
function gapWord(quantity: Quantity, gap: RunGap): string {
  return WORDS[quantity][gap.verdict];
}

/** M27: a gap never without its interval and its n, and "not shown" never without what could have been shown. */
export function gapText(quantity: Quantity, gap: RunGap): string {
  const signed = (share: number) => formatPercent(share, { isSigned: true });
  const word = gapWord(quantity, gap);
  const counts = `n = ${gap.counts[0]} and ${gap.counts[1]}`;
  if (gap.verdict === "not_shown") {
    const least = formatPercent(gap.smallestShown);
    return `${word}: ${signed(gap.gap)} (${signed(gap.low)} to ${signed(gap.high)}, ${counts}); these runs can show gaps from ${least}`;
  }
  const range = `95 % interval ${signed(gap.low)} to ${signed(gap.high)}`;
  return `${word} by ${formatPercent(Math.abs(gap.gap))} (${range}, ${counts})`;
}
