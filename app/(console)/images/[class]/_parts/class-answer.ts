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
  const lead = leadOf(summary);
  if (live === null) return `${lead} This class has no recipe yet, so its pictures cannot be run.`;
  if (live.isPassThrough) return `${lead} Its recipe copies the bytes; pass-through runs are never offered for rating.`;
  if (tuner === null) return lead;
  const { ratedRuns, state, missing } = tuner;
  const counted = `${ratedRuns} rated ${ratedRuns === 1 ? "run" : "runs"} can be compared with the live recipe.`;
  if (state === "collecting") return `${lead} ${counted} Before it can be tuned it needs ${missing.join(", ")}.`;
  return `${lead} ${counted} It can be tuned.`;
}

function leadOf({ mean, scores, progress }: ClassPage["summary"]): string {
  if (mean !== null) return `Mean score ${mean.toFixed(2)} of 5, n = ${scores}.`;
  return progress.rated === 0 ? "Not rated yet." : "Judged in pairs, not scored yet.";
}
