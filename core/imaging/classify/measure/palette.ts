import type { Planes } from "./copy.ts";

const GREY_UP_TO = 0.01;

export interface Palette {
  readonly palette: number;
  readonly bucket: number;
  readonly colours: number;
  readonly top1: number;
  readonly top8: number;
}

/** How many colours there are and how much of the picture the most frequent ones fill. */
export function measurePalette({ colour, luma, counts, opaque }: Planes, coloured: number): Palette {
  const buckets = new Uint8Array(4096);
  const greys = new Uint8Array(16);
  const sorted = new Uint32Array(opaque);
  let kept = 0;
  for (let pixel = 0; pixel < colour.length; pixel += 1) {
    if (counts[pixel] === 0) continue;
    const rgb = colour[pixel] ?? 0;
    sorted[kept] = rgb;
    kept += 1;
    buckets[((rgb >> 12) & 0xf00) | ((rgb >> 8) & 0xf0) | ((rgb >> 4) & 0xf)] = 1;
    greys[(luma[pixel] ?? 0) >> 4] = 1;
  }
  const palette = buckets.reduce((sum, is) => sum + is, 0);
  const levels = greys.reduce((sum, is) => sum + is, 0);
  const bucket = coloured <= GREY_UP_TO ? levels / 16 : palette / 4096;
  return { palette, bucket, ...frequencies(sorted.sort()) };
}

function frequencies(sorted: Uint32Array): Pick<Palette, "colours" | "top1" | "top8"> {
  const top: number[] = [];
  let [colours, start] = [0, 0];
  for (let at = 1; at <= sorted.length; at += 1) {
    if (at < sorted.length && sorted[at] === sorted[at - 1]) continue;
    colours += 1;
    const run = at - start;
    start = at;
    if (top.length < 8 || run > (top[7] ?? 0)) {
      top.push(run);
      top.sort((left, right) => right - left).splice(8);
    }
  }
  const total = Math.max(1, sorted.length);
  return { colours, top1: (top[0] ?? 0) / total, top8: top.reduce((sum, run) => sum + run, 0) / total };
}
