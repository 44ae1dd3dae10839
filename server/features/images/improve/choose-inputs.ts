/** Pictures that stay unseen, so that a confirmation of its smallest size finds fresh ones (TU40). */
const KEPT_FRESH = 30;
/** A tune is ready with pairs over this many inputs (TU37). */
const LEAST_INPUTS = 15;

interface Choice {
  /** Stored inputs of the class, in the order fresh ones are taken. */
  readonly stored: readonly string[];
  /** Inputs that people rated or that have pairs: no confirmation draws them any more. */
  readonly used: ReadonlySet<string>;
  /** Pairs an input has already. */
  readonly pairs: ReadonlyMap<string, number>;
  readonly count: number;
}

/** The input of each new pair: spread evenly, those with the fewest pairs first, and 30 pictures are left unseen where there are enough (IM54). */
export function chooseInputs({ stored, used, pairs, count }: Choice): string[] {
  const known = stored.filter((input) => used.has(input));
  const fresh = stored.filter((input) => !used.has(input));
  const room = Math.max(0, Math.max(LEAST_INPUTS, stored.length - KEPT_FRESH) - known.length);
  const pool = [...known, ...fresh.slice(0, room)];
  const held = new Map(pool.map((input) => [input, pairs.get(input) ?? 0]));
  const chosen: string[] = [];
  while (chosen.length < count && pool.length > 0) {
    const least = Math.min(...held.values());
    const input = pool.find((one) => held.get(one) === least);
    if (input === undefined) break;
    held.set(input, least + 1);
    chosen.push(input);
  }
  return chosen;
}
