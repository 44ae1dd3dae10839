/** Beyond every seed that the rules were made with. */
export const FIRST_SEED = 10_000;
const BLOCK = 1000;

type Stored = { readonly id: string; readonly mode: string; readonly notes: readonly string[] };

/** What a run says of its seeds, and by which the next run knows them. */
export const seedNote = (count: number, firstSeed: number): string =>
  `${count} pictures a class, seeds from ${firstSeed}.`;

/** IMB7: the first seed of the block that `rngKey` names or, when stored runs have seen it, of the next that none has. */
export function freshSeed(stored: readonly Stored[], rngKey: number): number {
  const seen = new Set(
    stored
      .filter(({ id, mode }) => id === "IMB7" && mode === "full")
      .flatMap(({ notes }) => notes.flatMap((note) => /seeds from (\d+)\./.exec(note)?.slice(1, 2) ?? [])),
  );
  let seed = FIRST_SEED + Math.max(1, rngKey) * BLOCK;
  while (seen.has(String(seed))) seed += BLOCK;
  return seed;
}
