import type { Planes } from "./copy.ts";

const GREY_UP_TO = 0.01;
const TOP = 8;

export interface Palette {
  readonly palette: number;
  readonly bucket: number;
  readonly colours: number;
  readonly top1: number;
  readonly top8: number;
}

/** How many colours there are and how much of the picture the most frequent ones fill; `histogram` is of its luma. */
export function measurePalette(planes: Planes, histogram: Uint32Array, coloured: number): Palette {
  const { opaque } = planes;
  const { buckets, colours, top } = tallyOf(seenColours(planes));
  const palette = buckets.reduce((sum, is) => sum + is, 0);
  const levels = Array.from({ length: 16 }, (_, level) => histogram.subarray(level * 16, level * 16 + 16));
  const greys = levels.filter((counts) => counts.some((count) => count > 0)).length;
  const total = Math.max(1, opaque);
  return {
    palette,
    bucket: coloured <= GREY_UP_TO ? greys / 16 : palette / 4096,
    colours,
    top1: (top[0] ?? 0) / total,
    top8: top.reduce((sum, often) => sum + often, 0) / total,
  };
}

/** In order, so that equal ones stand together: sorting numbers is the engine's own code, fast from its first call. */
function seenColours({ colour, counts, opaque }: Planes): Uint32Array {
  const seen = opaque === colour.length ? colour.slice() : colour.filter((_, pixel) => counts[pixel] !== 0);
  return seen.sort();
}

interface Tally {
  /** 1 for every bucket of 4 bits a channel that occurs. */
  readonly buckets: Uint8Array;
  readonly colours: number;
  /** How often each of the most frequent colours occurs, the most frequent first. */
  readonly top: readonly number[];
}

function tallyOf(sorted: Uint32Array): Tally {
  const buckets = new Uint8Array(4096);
  const top: number[] = [];
  let [colours, from] = [0, 0];
  for (let at = 1; at <= sorted.length; at += 1) {
    const rgb = sorted[at - 1] ?? 0;
    if (at < sorted.length && sorted[at] === rgb) continue;
    colours += 1;
    buckets[((rgb >> 12) & 0xf00) | ((rgb >> 8) & 0xf0) | ((rgb >> 4) & 0xf)] = 1;
    keepTop(top, at - from);
    from = at;
  }
  return { buckets, colours, top };
}

function keepTop(top: number[], often: number): void {
  if (top.length === TOP && often <= (top[TOP - 1] ?? 0)) return;
  top.push(often);
  top.sort((left, right) => right - left).splice(TOP);
}
