import type { RandomSource } from "../../../tuning/sampling/mulberry32.ts";
import type { Rgb } from "./canvas.ts";

/** Draws of one picture, all from its seed. */
export interface Dice {
  real(low: number, high: number): number;
  /** Both ends may come. */
  whole(low: number, high: number): number;
  one<Item>(items: readonly [Item, ...Item[]]): Item;
  chance(share: number): boolean;
  /** About normal: mean 0, deviation 1. */
  bell(): number;
  colour(low: number, high: number): Rgb;
}

export function diceOf(random: RandomSource): Dice {
  const real = (low: number, high: number) => low + (high - low) * random();
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  return {
    real,
    whole,
    one: (items) => items[Math.floor(random() * items.length)] ?? items[0],
    chance: (share) => random() < share,
    bell: () => (random() + random() + random() - 1.5) * 2,
    colour: (low, high) => [whole(low, high), whole(low, high), whole(low, high)],
  };
}
