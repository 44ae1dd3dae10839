import { ClassBy } from "./record/parts.ts";

/** IM11: a person's correction, then an override, an agent, the heuristic; what is stored as none of them comes last. */
const rankOf = (by: string | null): number => {
  const rank = ClassBy.options.findIndex((known) => known === by);
  return rank < 0 ? ClassBy.options.length : rank;
};

/** IM11: whether an answer may take the place of the stored one; of two of the same kind the newer may. */
export function mayReplaceClass(storedBy: string | null, nextBy: ClassBy): boolean {
  return rankOf(nextBy) <= rankOf(storedBy);
}
