/** A stream of numbers fixed by its seed words; the only dice of strategies and simulator. */
export interface Generator {
  /** Uniform in [0, 1), 32 bits. */
  unit(): number;
  /** Uniform whole number in [0, bound). */
  below(bound: number): number;
  /** Standard normal. */
  normal(): number;
}

/** splitmix32: spreads seed words over the generator's state, so that neighbouring keys give unrelated streams. */
function splitMix(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}

/** Every word passes splitmix32, so word order matters and whole numbers up to 2^53 keep all their bits. */
function foldWords(words: readonly number[]): number {
  let folded = 0x243f6a88;
  for (const word of words) {
    folded = splitMix(folded ^ (word | 0))();
    folded = splitMix(folded ^ Math.floor(word / 2 ** 32))();
  }
  return folded;
}

/** sfc32 (Doty-Humphrey's small fast chaotic generator, period at least 2^32, passes PractRand), seeded by splitmix32. */
export function createGenerator(words: readonly number[]): Generator {
  const seed = splitMix(foldWords(words));
  let [a, b, c, counter] = [seed(), seed(), seed(), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) next();
  let spare: number | null = null;
  const unit = (): number => next() / 2 ** 32;
  return {
    unit,
    below: (bound) => Math.floor(unit() * bound),
    normal: () => {
      if (spare !== null) {
        const kept = spare;
        spare = null;
        return kept;
      }
      const radius = Math.sqrt(-2 * Math.log((next() + 1) / 2 ** 32));
      const angle = 2 * Math.PI * unit();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}
