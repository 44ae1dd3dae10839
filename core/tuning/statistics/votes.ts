/** A comparison of two recipes on one input by one rater. */
export interface Vote {
  readonly input: string;
  readonly rater: string;
  /** Recipe shas. */
  readonly left: string;
  readonly right: string;
  readonly outcome: "left" | "right" | "tie";
}

/** One rater's latest score of one run. */
export interface RecipeScore {
  readonly input: string;
  readonly rater: string;
  readonly run: string;
  readonly recipe: string;
  readonly score: number;
}

/** Votes that scores imply: of two recipes one rater scored on one input the higher wins, equal scores tie (TU34). */
export function votesFromScores(scores: readonly RecipeScore[]): Vote[] {
  const groups = new Map<string, RecipeScore[]>();
  for (const score of scores) {
    const key = JSON.stringify([score.input, score.rater]);
    groups.set(key, [...(groups.get(key) ?? []), score]);
  }
  return [...groups.values()].flatMap((group) =>
    group.flatMap((left, index) =>
      group
        .slice(index + 1)
        .filter((right) => right.recipe !== left.recipe)
        .map((right) => ({
          input: left.input,
          rater: left.rater,
          left: left.recipe,
          right: right.recipe,
          outcome:
            left.score > right.score
              ? ("left" as const)
              : left.score < right.score
                ? ("right" as const)
                : ("tie" as const),
        })),
    ),
  );
}

/** Share of a recipe's comparisons against another that it won, ties half; null without one (TU36). */
export function winRate(votes: readonly Vote[], recipe: string, against: string): number | null {
  const values = votes.flatMap(({ left, right, outcome }) => {
    if (!(left === recipe && right === against) && !(left === against && right === recipe)) return [];
    if (outcome === "tie") return [0.5];
    return [(outcome === "left" ? left : right) === recipe ? 1 : 0];
  });
  return values.length === 0 ? null : values.reduce<number>((sum, value) => sum + value, 0) / values.length;
}
