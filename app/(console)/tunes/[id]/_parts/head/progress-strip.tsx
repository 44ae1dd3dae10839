import { formatDuration, formatElapsed } from "../../../../../../core/units/durations.ts";
import type { RunProgress } from "./run-progress.ts";

interface ProgressStripProps {
  progress: RunProgress;
  elapsedMs: number | null;
  budgetLeftS: number | null;
  isCancelling: boolean;
}

/** H-24: how far, in words and as a bar that never claims 0 or 100 %. */
export function ProgressStrip({ progress, elapsedMs, budgetLeftS, isCancelling }: ProgressStripProps) {
  const bar = progress.percent === null ? {} : { "aria-valuenow": progress.percent };
  const words = isCancelling ? "cancelling…" : progress.words;
  return (
    <section aria-label="Progress" className="mb-6">
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p aria-live="polite" className="text-ink">
          {words}
        </p>
        <p className="text-meta text-ink-3">
          {progress.percent === null ? null : <span className="text-ink">{progress.percent} % · </span>}
          {elapsedMs === null ? null : <span>{formatElapsed(elapsedMs)} elapsed</span>}
          {progress.remaining === null || isCancelling ? null : <span> · {progress.remaining}</span>}
          {budgetLeftS === null ? null : <span> · stops at the latest in {formatDuration(budgetLeftS * 1000)}</span>}
        </p>
      </div>
      <div
        role="progressbar"
        aria-label="Tune run"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={progress.valueText}
        {...bar}
        className="h-1 w-full bg-sunk outline outline-line"
      >
        {progress.percent === null ? null : (
          <div className="h-full bg-wire transition-[width] duration-200" style={{ width: `${progress.percent}%` }} />
        )}
      </div>
    </section>
  );
}
