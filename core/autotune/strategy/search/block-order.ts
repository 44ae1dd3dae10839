import { createGenerator } from "../generator.ts";

/** Separates the orders from every other use of the same key. */
const ORDER_STREAM = 0x6f726472;

interface BlockPlace {
  rngKey: number;
  rung: number;
  /** 1-based in its rung. */
  block: number;
}

function shuffled(items: readonly number[], words: readonly number[]): number[] {
  const generator = createGenerator(words);
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = generator.below(last + 1);
    const moved = order[last];
    const swapped = order[other];
    if (moved === undefined || swapped === undefined) break;
    order[last] = swapped;
    order[other] = moved;
  }
  return order;
}

/**
 * Step 3: odd blocks are shuffled, each even one is the exact reverse of the one before, so that linear drift cancels
 * (TM14). Who left in between is missing from the mirror.
 */
export function blockOrder(
  members: readonly number[],
  previous: readonly number[] | null,
  { rngKey, rung, block }: BlockPlace,
): number[] {
  if (block % 2 === 1 || previous === null) return shuffled(members, [ORDER_STREAM, rngKey, rung, block]);
  return previous.filter((index) => members.includes(index)).reverse();
}
