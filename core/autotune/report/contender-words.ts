import { formatPercent } from "../../units/quantities.ts";

/** Behind the leader in ln tokens per second, with its two-sided 95 % interval; null at one block. */
interface LeaderGap {
  mean: number;
  low: number | null;
  high: number | null;
  blocks: number;
}

/** A gap in ln as a share of the leader's rate. */
const behind = (gap: number): number => -Math.expm1(-gap);
const bare = (share: number): string => formatPercent(share).replace(" %", "");
const signed = (share: number): string => formatPercent(share, { isSigned: true });

/** M27: how far a contender is behind the leader; never a gap without interval and n. */
export function contenderWords({ mean, low, high, blocks }: LeaderGap): string {
  const count = `${blocks} ${blocks === 1 ? "block" : "blocks"}`;
  if (low === null || high === null) return `not shown: ${count}, no interval`;
  if (low > 0) {
    return `slower by ${formatPercent(behind(mean))} (95 % interval ${bare(behind(low))} to ${formatPercent(behind(high))}, ${count})`;
  }
  const range = `${signed(-behind(high)).replace(" %", "")} to ${signed(-behind(low))}`;
  return `not shown: ${signed(-behind(mean))} (${range}, ${count})`;
}
