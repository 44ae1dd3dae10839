/** One blind verdict: +1 for the proposal, 0 for a tie, −1 for the live recipe, null for not sure. */
export interface ConfirmationVerdict {
  readonly input: string;
  readonly rater: string;
  readonly value: 1 | 0 | -1 | null;
}

/** A picture that was judged: the mean over its raters, −1 to 1. */
export interface JudgedInput {
  readonly input: string;
  readonly value: number;
  readonly raters: number;
}

interface JudgedInputs {
  /** In drawn order. */
  readonly judged: readonly JudgedInput[];
  /** Inputs that still need a verdict, in drawn order. */
  readonly open: readonly string[];
  /** Replacements that no fresh input is left for. */
  readonly missing: number;
}

/**
 * Gathers verdicts by input. The first answer to an input decides whether it counts: not sure replaces it by the next fresh one
 * for good, so nobody can bring it back once the others are known; afterwards only the first verdict of each rater counts (TU40).
 */
export function judgeInputs(
  verdicts: readonly ConfirmationVerdict[],
  { order, n }: { order: readonly string[]; n: number },
): JudgedInputs {
  const answers = new Map<string, Map<string, number | null>>();
  for (const { input, rater, value } of verdicts) {
    const ofInput = answers.get(input) ?? new Map<string, number | null>();
    answers.set(input, ofInput);
    if (!ofInput.has(rater)) ofInput.set(rater, value);
  }
  const standing = order.filter((input) => answers.get(input)?.values().next().value !== null).slice(0, n);
  const judged = standing.flatMap((input): JudgedInput[] => {
    const given = [...(answers.get(input)?.values() ?? [])].filter((value) => value !== null);
    if (given.length === 0) return [];
    return [{ input, value: given.reduce((sum, value) => sum + value, 0) / given.length, raters: given.length }];
  });
  const open = standing.filter((input) => !answers.has(input));
  return { judged, open, missing: n - standing.length };
}

/** The value of a pair record's verdict, given which side was shown left (TU40). */
export function confirmationValue(
  verdict: "left" | "right" | "tie" | "not_sure",
  shownLeft: "live" | "candidate",
): ConfirmationVerdict["value"] {
  switch (verdict) {
    case "not_sure":
      return null;
    case "tie":
      return 0;
    case "left":
      return shownLeft === "candidate" ? 1 : -1;
    case "right":
      return shownLeft === "candidate" ? -1 : 1;
  }
}
