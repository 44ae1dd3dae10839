import type { RandomSource } from "./mulberry32.ts";

/** The numbers 0…n−1 in the order of a Fisher–Yates shuffle from the last index down (TU14). */
export function shuffledIndices(n: number, random: RandomSource): number[] {
  const order = Array.from({ length: n }, (_, index) => index);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const last = order[i];
    const drawn = order[j];
    if (last === undefined || drawn === undefined) continue;
    order[i] = drawn;
    order[j] = last;
  }
  return order;
}
