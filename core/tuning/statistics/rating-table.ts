/** One rater's latest score of one item (a run), in stars. */
export interface ItemScore {
  readonly item: string;
  readonly rater: string;
  readonly score: number;
}

/** The scores of each item, or of each rater, in order of first appearance. */
export function groupScores(scores: readonly ItemScore[], by: "item" | "rater"): Map<string, ItemScore[]> {
  const groups = new Map<string, ItemScore[]>();
  for (const score of scores) {
    const group = groups.get(score[by]);
    if (group === undefined) groups.set(score[by], [score]);
    else group.push(score);
  }
  return groups;
}

/** How many items each rater shares with at least one other rater. */
export function sharedItems(scores: readonly ItemScore[]): ReadonlyMap<string, number> {
  const shared = new Map<string, number>();
  for (const group of groupScores(scores, "item").values()) {
    const raters = new Set(group.map(({ rater }) => rater));
    if (raters.size < 2) continue;
    for (const rater of raters) shared.set(rater, (shared.get(rater) ?? 0) + 1);
  }
  return shared;
}
