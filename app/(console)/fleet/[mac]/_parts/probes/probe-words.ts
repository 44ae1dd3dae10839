import { formatLatency, formatTps } from "../../../../../../core/units/quantities.ts";
import type { StatusLevel } from "../../../../../_ui/values/status.tsx";
import { isOpen } from "../../../../../_words/tune-outcome.ts";
import type { Probe } from "./probed-levels.ts";

const EXIT: Record<NonNullable<Probe["exitReason"]>, { level: StatusLevel; word: string }> = {
  ok: { level: "ok", word: "finished" },
  failed: { level: "degrading", word: "failed" },
  interrupted: { level: "degrading", word: "interrupted" },
  no_provider: { level: "info", word: "nothing to probe" },
  provider_conflict: { level: "info", word: "a tune had the machine" },
  internal_error: { level: "blocking", word: "internal error" },
};

/** Where a probe stands, in a word or two. */
export function probeOutcome(probe: Pick<Probe, "state" | "exitReason">): { level: StatusLevel; word: string } {
  if (isOpen(probe.state)) {
    return probe.state === "queued" || probe.state === "handed_over"
      ? { level: "none", word: "waiting" }
      : { level: "running", word: probe.state };
  }
  if (probe.exitReason !== null) return EXIT[probe.exitReason];
  return probe.state === "cancelled" ? { level: "info", word: "cancelled" } : { level: "degrading", word: probe.state };
}

type Level = Probe["levels"][number];

/** A rate with what it is a median of; an absence is a word, never a zero. */
export function rateText(level: Level): string {
  return level.decodeTpsMedian === null ? "not measured" : `${formatTps(level.decodeTpsMedian)}, median of ${level.ok}`;
}

/** First token as median and tail, each with its n; a level over capacity has none (M16). */
export function firstTokenText(level: Level): string {
  if (level.isOverCapacity) return "over capacity, no latency shown";
  if (level.ttft === null) return "not measured";
  const { median, p95, n } = level.ttft;
  const bound = p95.upper === null ? "" : `, at most ${formatLatency(p95.upper)} (95 %)`;
  return `${formatLatency(median)}, median of ${n}; ${formatLatency(p95.value)}, ${p95.label}${bound}`;
}
