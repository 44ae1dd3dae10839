/** White where the luma is at least `level`, black elsewhere (`bw.threshold`). */
export function threshold(luma: Uint8Array, level: number): Uint8Array {
  return luma.map((value) => (value >= level ? 255 : 0));
}

/** Otsu's level: the first one that separates the two tones with the largest variance between them; 128 for a single tone. */
export function otsuLevel(histogram: Uint32Array): number {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  const whole = histogram.reduce((sum, count, value) => sum + count * value, 0);
  let best = { level: 128, variance: 0 };
  let below = 0;
  let weightBelow = 0;
  for (let level = 1; level < 256; level += 1) {
    const count = histogram[level - 1] ?? 0;
    below += count;
    weightBelow += count * (level - 1);
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const gap = weightBelow / below - (whole - weightBelow) / above;
    const variance = below * above * gap * gap;
    if (variance > best.variance) best = { level, variance };
  }
  return best.level;
}
