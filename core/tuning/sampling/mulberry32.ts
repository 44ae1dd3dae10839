/** A source of numbers in [0, 1). */
export type RandomSource = () => number;

const TWO_TO_32 = 2 ** 32;

/** The seeded source of every draw of the tuner (TU14); equal seeds give equal sequences on every machine. */
export function mulberry32(seed: number): RandomSource {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / TWO_TO_32;
  };
}
