import type { TuneDetail } from "../tune-detail.ts";
import { endedWords } from "./ended-words.ts";

/** How a run without a full result ended, and what to do. */
export function EndedNote({ detail }: { detail: TuneDetail }) {
  const words = endedWords(detail.summary);
  if (words === null) return null;
  const isCancelled = detail.summary.state === "cancelled";
  const message = isCancelled ? null : (detail.message ?? detail.job?.outcomeNote ?? null);
  const isSaidAbove = !detail.recommendation?.recommendation;
  const by = detail.job?.cancelBy ?? null;
  return (
    <section aria-label="How it ended" className="mb-8 border-line border-y py-4">
      <h2 className="font-semibold text-prose">{isSaidAbove ? "How it ended" : words.title}</h2>
      {isSaidAbove ? null : <p className="mt-1 max-w-[76ch] text-ink-2">{words.text}</p>}
      {by === null ? null : (
        <p className="mt-1 text-ink-2">
          Cancelled by {by}
          {detail.job?.cancelReason ? `: ${detail.job.cancelReason}` : ""}.
        </p>
      )}
      {message === null ? null : (
        <p className="mt-2 max-w-full whitespace-pre-wrap break-words font-mono text-ink-2 text-meta">{message}</p>
      )}
      <p className="mt-2 text-ink-2">
        <span className="font-medium text-ink">What to do:</span> {words.todo}
      </p>
    </section>
  );
}
