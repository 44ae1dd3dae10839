import type { Planes } from "./copy.ts";

const COLOURED_ABOVE = 24;
const DARK_BELOW = 64;
const WHITE_FROM = 224;

interface Tones {
  readonly coloured: number;
  readonly sat: number;
  readonly entropy: number;
  readonly luma_mean: number;
  readonly luma_sd: number;
  readonly dark: number;
  readonly white: number;
}

/** What a histogram of luma and chroma says, and the histogram; all zero for a picture without an opaque pixel. */
export function measureTones(planes: Planes): { readonly tones: Tones; readonly histogram: Uint32Array } {
  const { opaque, width, height } = planes;
  const histogram = new Uint32Array(256);
  let [coloured, chromaSum, white] = [0, 0, 0];
  for (let y = 0; y < height; y += 1) {
    const line = tonesOfLine(histogram, planes, y * width);
    coloured += line.coloured;
    chromaSum += line.chromaSum;
    white += line.white;
  }
  const total = Math.max(1, opaque);
  const shares = Array.from(histogram, (count) => count / total);
  const mean = shares.reduce((sum, share, y) => sum + share * y, 0);
  const tones = {
    coloured: coloured / total,
    sat: chromaSum / total / 255,
    entropy: shares.reduce((sum, share) => (share === 0 ? sum : sum - share * Math.log2(share)), 0),
    luma_mean: mean,
    luma_sd: Math.sqrt(shares.reduce((sum, share, y) => sum + share * (y - mean) ** 2, 0)),
    dark: shares.slice(0, DARK_BELOW).reduce((sum, share) => sum + share, 0),
    white: white / total,
  };
  return { tones, histogram };
}

function tonesOfLine(histogram: Uint32Array, { luma, chroma, counts, width }: Planes, start: number) {
  let [coloured, chromaSum, white] = [0, 0, 0];
  for (let pixel = start; pixel < start + width; pixel += 1) {
    if (counts[pixel] === 0) continue;
    const y = luma[pixel] ?? 0;
    const c = chroma[pixel] ?? 0;
    histogram[y] = (histogram[y] ?? 0) + 1;
    chromaSum += c;
    coloured += c > COLOURED_ABOVE ? 1 : 0;
    white += c <= COLOURED_ABOVE && y >= WHITE_FROM ? 1 : 0;
  }
  return { coloured, chromaSum, white };
}
