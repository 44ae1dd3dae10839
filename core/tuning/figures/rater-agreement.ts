import { krippendorffAlpha } from "../statistics/krippendorff.ts";
import { groupScores } from "../statistics/rating-table.ts";
import type { ClassData } from "../tune/class-data.ts";

/** Krippendorff's ordinal α over the scored runs, and how many of them at least two people scored (TU33, TU37). */
export function raterAgreement({ evidence }: Pick<ClassData, "evidence">): {
  alpha: number | null;
  sharedItems: number;
} {
  const scores = evidence.scores.map(({ run, rater, score }) => ({ item: `${run}`, rater: `${rater}`, score }));
  const sharedItems = [...groupScores(scores, "item").values()].filter(
    (given) => new Set(given.map(({ rater }) => rater)).size > 1,
  ).length;
  return { alpha: krippendorffAlpha(scores, "ordinal"), sharedItems };
}
