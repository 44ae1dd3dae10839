/** Gains are kept as whole numbers, so that an engine of whole numbers can enlarge them; 4 is the largest gain (IM25). */
const UNITS_PER_GAIN = 16_383;
const SMALLEST = 0.25;
const LARGEST = 4;

/** `(Y′ + 1)/(Y + 1)` of every pixel, clamped to 0.25…4, in units of 1/16,383 (IM25, `tone.clahe`). */
export function localGain(luma: Uint8Array, equalised: Uint8Array): Uint16Array<ArrayBuffer> {
  const gains = new Uint16Array(luma.length);
  for (let pixel = 0; pixel < luma.length; pixel += 1) {
    const gain = ((equalised[pixel] ?? 0) + 1) / ((luma[pixel] ?? 0) + 1);
    gains[pixel] = Math.round(Math.min(LARGEST, Math.max(SMALLEST, gain)) * UNITS_PER_GAIN);
  }
  return gains;
}

/** `in · (1 + blend · (gain − 1))` for all three bands of a pixel, so that its hue stays (IM25). */
export function applyGain(rgb: Uint8Array, gains: Uint16Array, blend: number): Uint8Array {
  const lit = new Uint8Array(rgb.length);
  for (let pixel = 0, at = 0; pixel < gains.length; pixel += 1, at += 3) {
    const factor = 1 + blend * ((gains[pixel] ?? UNITS_PER_GAIN) / UNITS_PER_GAIN - 1);
    for (let band = at; band < at + 3; band += 1) lit[band] = Math.min(255, Math.round((rgb[band] ?? 0) * factor));
  }
  return lit;
}
