import { formatDuration } from "../../../../../../core/units/durations.ts";
import { asEstimate } from "../../../../../../core/units/quantities.ts";
import { phaseWords, progressShare } from "../../../../../_words/phase-words.ts";
import { progressFacts } from "../../../../../_words/progress-facts.ts";
import type { TuneProgressAnswer } from "../tune-detail.ts";

type Progress = NonNullable<TuneProgressAnswer["progress"]>;

export interface RunProgress {
  /** 1 to 99; null while nothing countable has begun, and then the bar claims nothing (H-24). */
  percent: number | null;
  words: string;
  /** "about 1 to 3 min left"; null while it cannot be said. */
  remaining: string | null;
  /** The bar's text for a screen reader: a sentence. */
  valueText: string;
}

function remainingWords(progress: Progress, done: { share: number | null; elapsedMs: number | null }): string | null {
  const fromShare =
    done.share === null || done.elapsedMs === null || done.elapsedMs < 10_000 || done.share < 0.05
      ? null
      : (done.elapsedMs * (1 - done.share)) / done.share;
  const leftMs = progress.etaMs ?? fromShare;
  if (leftMs === null) return null;
  const budgetMs = progress.budgetLeftS === undefined ? Number.POSITIVE_INFINITY : progress.budgetLeftS * 1000;
  const low = formatDuration(Math.min(budgetMs, leftMs * 0.7));
  const high = formatDuration(Math.min(budgetMs, leftMs * 1.5));
  return low === high ? asEstimate(`${low} left`) : asEstimate(`${low} to ${high} left`);
}

/** Where a run is: share, words and the range of what is left, an estimate and marked as one (H-24). */
export function runProgress(progress: Progress, elapsedMs: number | null): RunProgress {
  const facts = progressFacts(progress);
  const share = progressShare(facts);
  const percent = share === null ? null : Math.min(99, Math.max(1, Math.round(share * 100)));
  const words = phaseWords(facts);
  const remaining = remainingWords(progress, { share, elapsedMs });
  const start = percent === null ? "Progress not countable yet" : `${percent} percent`;
  const elapsed = elapsedMs === null ? "" : `, ${formatDuration(elapsedMs)} elapsed`;
  const left = remaining === null ? "" : `, ${remaining.replace("≈ ", "about ")}`;
  return { percent, words, remaining, valueText: `${start}: ${words}${elapsed}${left}.` };
}
