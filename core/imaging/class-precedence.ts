import { ClassBy } from "./record/parts.ts";

/** IM11: a person's correction, then an override, an agent, the heuristic. */
const FIRST_TO_LAST: readonly (string | null)[] = ClassBy.options;

/** What is stored as none of them comes last. */
const rankOf = (by: string | null): number => {
  const rank = FIRST_TO_LAST.indexOf(by);
  return rank < 0 ? FIRST_TO_LAST.length : rank;
};

/** IM11: whether an answer may take the place of the stored one; of two of the same kind the newer may. */
export function mayReplaceClass(storedBy: string | null, nextBy: ClassBy): boolean {
  return rankOf(nextBy) <= rankOf(storedBy);
}
