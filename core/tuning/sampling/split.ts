import { mulberry32 } from "./mulberry32.ts";
import { shuffledIndices } from "./shuffle.ts";

const TRAIN_SHARE = 0.8;

/** Which of n items are held out: the last fifth of a seeded shuffle (TU15). */
export function heldOutItems(n: number, seed: number): ReadonlySet<number> {
  const order = shuffledIndices(n, mulberry32(seed));
  return new Set(order.slice(Math.floor(TRAIN_SHARE * n)));
}
