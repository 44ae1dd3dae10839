import type { Decoded } from "./copy.ts";

/** Above it a picture is not read pixel by pixel. */
export const MOST_PIXELS = 4_000_000;
const HIGHEST = 16;
const SHARE = 0.99;

/** Largest k of 2…16 with at least 99 % of colour changes at multiples of k; 1 without one, without a change, and above 4 MP. */
export function measureScale(picture: Decoded): number {
  const { width, height } = picture;
  if (width * height > MOST_PIXELS) return 1;
  const words = wordsOf(picture);
  const changes = new Uint32Array(Math.max(width, height));
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      if (x > 0 && words[at] !== words[at - 1]) changes[x] = (changes[x] ?? 0) + 1;
      if (y > 0 && words[at] !== words[at - width]) changes[y] = (changes[y] ?? 0) + 1;
    }
  }
  return largest(changes);
}

/** Every pixel with its alpha as one number. */
function wordsOf({ width, height, data, channels }: Decoded): Uint32Array {
  const words = new Uint32Array(width * height);
  for (let pixel = 0, at = 0; pixel < words.length; pixel += 1, at += channels) {
    const alpha = channels === 4 ? (data[at + 3] ?? 0) : 255;
    words[pixel] = ((data[at] ?? 0) << 24) | ((data[at + 1] ?? 0) << 16) | ((data[at + 2] ?? 0) << 8) | alpha;
  }
  return words;
}

function largest(changes: Uint32Array): number {
  const total = changes.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 1;
  for (let k = HIGHEST; k >= 2; k -= 1) {
    let on = 0;
    for (let at = k; at < changes.length; at += k) on += changes[at] ?? 0;
    if (on >= SHARE * total) return k;
  }
  return 1;
}
