import type { RouterOutputs } from "../../../../_trpc/procedures.ts";

type ClassPage = RouterOutputs["images"]["class"];

/** "How good is this class, and what would improve it?": the mean, then the first thing that is missing for a tune. */
export function classAnswer({ summary, live }: Pick<ClassPage, "summary" | "live">): string {
  const { rated, needed, argumentSets } = summary.progress;
  const lead =
    summary.mean === null
      ? "Not rated yet."
      : `Mean score ${summary.mean.toFixed(2)} over ${rated} rated ${rated === 1 ? "run" : "runs"}.`;
  if (live === null) return `${lead} This class has no recipe yet, so its pictures cannot be run.`;
  if (live.isPassThrough) return `${lead} Its recipe copies the bytes; pass-through runs are never offered for rating.`;
  if (rated < needed) return `${lead} ${rated} of ${needed} rated runs: ${needed - rated} more before it can be tuned.`;
  if (argumentSets < 2)
    return `${lead} No variation: all rated runs have one argument set, so there is nothing to learn from.`;
  return `${lead} ${argumentSets} argument sets are rated: it can be tuned.`;
}
