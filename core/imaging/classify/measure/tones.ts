import type { Planes } from "./copy.ts";

const COLOURED_ABOVE = 24;
const DARK_BELOW = 64;
const WHITE_FROM = 224;

export interface Tones {
  readonly coloured: number;
  readonly sat: number;
  readonly entropy: number;
  readonly luma_mean: number;
  readonly luma_sd: number;
  readonly dark: number;
  readonly white: number;
}

/** What a histogram of luma and chroma says; all zero for a picture without an opaque pixel. */
export function measureTones(planes: Planes): Tones {
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
  return {
    coloured: coloured / total,
    sat: chromaSum / total / 255,
    entropy: shares.reduce((sum, share) => (share === 0 ? sum : sum - share * Math.log2(share)), 0),
    luma_mean: mean,
    luma_sd: Math.sqrt(shares.reduce((sum, share, y) => sum + share * (y - mean) ** 2, 0)),
    dark: shares.slice(0, DARK_BELOW).reduce((sum, share) => sum + share, 0),
    white: white / total,
  };
}

function tonesOfLine(histogram: Uint32Array, { luma, chroma, counts, width }: Planes, start: number) {
  let [coloured, chromaSum, white] = [0, 0, 0];
  for (let pixel = start; pixel < start + width; pixel += 1) {
    if (counts[pixel] === 0) continue;
    const y = luma[pixel] ?? 0;
    const c = chroma[pixel] ?? 0;
    histogram[y] = (histogram[y] ?? 0) + 1;
    chromaSum += c;
    if (c > COLOURED_ABOVE) coloured += 1;
    else if (y >= WHITE_FROM) white += 1;
  }
  return { coloured, chromaSum, white };
}
