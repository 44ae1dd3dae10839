import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import type { Tuner } from "./tuning/tune-state.ts";

type ClassPage = RouterOutputs["images"]["class"];

interface ClassFacts {
  page: Pick<ClassPage, "summary" | "live">;
  /** What the tuner says; null until it is read. */
  tuner: Tuner | null;
}

/** "How good is this class, and what would improve it?": the mean, then the first thing that is missing for a tune (TU37). */
export function classAnswer({ page: { summary, live }, tuner }: ClassFacts): string {
  const { rated } = summary.progress;
  const lead =
    summary.mean === null
      ? "Not rated yet."
      : `Mean score ${summary.mean.toFixed(2)} over ${rated} rated ${rated === 1 ? "run" : "runs"}.`;
  if (live === null) return `${lead} This class has no recipe yet, so its pictures cannot be run.`;
  if (live.isPassThrough) return `${lead} Its recipe copies the bytes; pass-through runs are never offered for rating.`;
  if (tuner === null) return lead;
  const counted = tuner.ratedRuns === rated ? "" : ` ${tuner.ratedRuns} of them can be compared with the live recipe.`;
  if (tuner.state === "collecting")
    return `${lead}${counted} Before it can be tuned it needs ${tuner.missing.join(", ")}.`;
  return `${lead}${counted} It can be tuned.`;
}
