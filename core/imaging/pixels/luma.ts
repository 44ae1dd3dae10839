/** Y of every pixel, `(299R + 587G + 114B + 500) div 1000` (images.md 2.1). */
export function lumaOf(rgb: Uint8Array): Uint8Array {
  const luma = new Uint8Array(rgb.length / 3);
  for (let pixel = 0, at = 0; pixel < luma.length; pixel += 1, at += 3) {
    const weighed = 299 * (rgb[at] ?? 0) + 587 * (rgb[at + 1] ?? 0) + 114 * (rgb[at + 2] ?? 0);
    luma[pixel] = Math.floor((weighed + 500) / 1000);
  }
  return luma;
}

/** How often each of the 256 values occurs. */
export function histogramOf(plane: Uint8Array): Uint32Array {
  const histogram = new Uint32Array(256);
  for (const value of plane) histogram[value] = (histogram[value] ?? 0) + 1;
  return histogram;
}
