import { formatTps } from "../../../../../../core/units/quantities.ts";
import { fateOf } from "../../../../../_words/fate-of.ts";
import { isOpen, tuneOutcome } from "../../../../../_words/tune-outcome.ts";
import type { TuneSummary } from "../tune-detail.ts";

/** H-06: state, object, machine: "62% · TUNE-142 · mini-64". */
export function runTitle(summary: TuneSummary, percent: number | null): string {
  return `${stateWords(summary, percent)} · ${summary.label} · ${summary.hostName}`;
}

function stateWords(summary: TuneSummary, percent: number | null): string {
  if (summary.state === "running" && percent !== null) return `${percent}%`;
  const { word } = tuneOutcome(fateOf(summary));
  if (isOpen(summary.state) || summary.winner === null) return word;
  return summary.exitReason === "ok"
    ? formatTps(summary.winner.tpsMedian)
    : `${word}, ${formatTps(summary.winner.tpsMedian)}`;
}
