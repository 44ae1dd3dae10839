import { modelLabel } from "../../../../../../core/serving/model-id.ts";
import { formatDuration } from "../../../../../../core/units/durations.ts";
import { asEstimate, formatFileSize } from "../../../../../../core/units/quantities.ts";
import { type ProgressFacts, phaseWords, progressShare } from "../../../../../_words/phase-words.ts";
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

function factsOf(progress: Progress): ProgressFacts {
  return {
    phase: progress.phase,
    modelLabel: progress.model === undefined ? null : modelLabel(progress.model),
    candidate: progress.candidate ?? null,
    cell: progress.cell ?? null,
    replicate: progress.replicate ?? null,
  };
}

/** A fetch belongs to its candidate, so the bar does not fall back to nothing while it lasts. */
function shareOf(facts: ProgressFacts): number | null {
  return progressShare(facts.phase === "prewarm" ? { ...facts, phase: "stage1", replicate: null } : facts);
}

/** A cached model is loaded, not fetched; a fetch says how much has come. */
function loadWords({ fetched }: Progress, { candidate, modelLabel: label }: ProgressFacts): string {
  const place = candidate === null ? "" : `candidate ${candidate.index} of ${candidate.of}: `;
  const model = label ?? "the model";
  if (!fetched || fetched.bytesDone === 0) return `${place}loading ${model}`;
  const total = fetched.bytesTotal === null ? "" : ` of ${formatFileSize(fetched.bytesTotal)}`;
  return `${place}fetching ${model}, ${formatFileSize(fetched.bytesDone)}${total}`;
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
  const facts = factsOf(progress);
  const share = shareOf(facts);
  const percent = share === null ? null : Math.min(99, Math.max(1, Math.round(share * 100)));
  const words = progress.phase === "prewarm" ? loadWords(progress, facts) : phaseWords(facts);
  const remaining = remainingWords(progress, { share, elapsedMs });
  const start = percent === null ? "Progress not countable yet" : `${percent} percent`;
  const elapsed = elapsedMs === null ? "" : `, ${formatDuration(elapsedMs)} elapsed`;
  const left = remaining === null ? "" : `, ${remaining.replace("≈ ", "about ")}`;
  return { percent, words, remaining, valueText: `${start}: ${words}${elapsed}${left}.` };
}
