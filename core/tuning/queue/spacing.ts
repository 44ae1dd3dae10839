import type { RandomSource } from "../sampling/mulberry32.ts";

const SPACING = 5;
const RANDOM_SHARE = 0.1;

interface Ranked {
  readonly id: string;
  readonly input: string;
  readonly priority: number;
}

interface Spaced<T> {
  readonly item: T;
  readonly isRandom: boolean;
}

/**
 * Takes the first by priority, then by id, or one in ten at random, leaving out inputs among the last five shown (TU29, TU30).
 * Two numbers are drawn at every call, so that a seed gives one order whatever is chosen.
 */
export function drawSpaced<T extends Ranked>(
  items: readonly T[],
  { shown, random }: { shown: readonly string[]; random: RandomSource },
): Spaced<T> | "spaced" | "empty" {
  const [chance, place] = [random(), random()];
  if (items.length === 0) return "empty";
  const recent = new Set(shown.slice(-SPACING));
  const sorted = items.filter(({ input }) => !recent.has(input)).sort(byPriority);
  const isRandom = chance < RANDOM_SHARE;
  const item = sorted[isRandom ? Math.floor(place * sorted.length) : 0];
  return item === undefined ? "spaced" : { item, isRandom };
}

function byPriority(left: Ranked, right: Ranked): number {
  if (left.priority !== right.priority) return right.priority - left.priority;
  return left.id < right.id ? -1 : 1;
}
