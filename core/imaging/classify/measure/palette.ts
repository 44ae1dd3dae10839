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

/** How many colours there are and how much of the picture the most frequent ones fill. */
export function measurePalette(planes: Planes, coloured: number): Palette {
  const tally = newTally(planes.opaque);
  for (let y = 0; y < planes.height; y += 1) countLine(tally, planes, y * planes.width);
  const palette = tally.buckets.reduce((sum, is) => sum + is, 0);
  const levels = tally.greys.reduce((sum, is) => sum + is, 0);
  const bucket = coloured <= GREY_UP_TO ? levels / 16 : palette / 4096;
  return { palette, bucket, ...frequencies(tally, planes.opaque) };
}

/** How often each colour occurs, in an open hash table at most three quarters full. */
interface Tally {
  /** A colour + 1 and its count beside each other; 0 where no colour is. */
  readonly slots: Uint32Array;
  readonly shift: number;
  /** 1 for every bucket of 4 bits a channel, and for every grey level of 16, that occurs. */
  readonly buckets: Uint8Array;
  readonly greys: Uint8Array;
}

function newTally(most: number): Tally {
  const bits = Math.max(4, 32 - Math.clz32(Math.max(1, Math.ceil((most * 4) / 3) - 1)));
  return {
    slots: new Uint32Array(2 ** (bits + 1)),
    shift: 32 - bits,
    buckets: new Uint8Array(4096),
    greys: new Uint8Array(16),
  };
}

function countLine(tally: Tally, { colour, luma, counts, width }: Planes, start: number): void {
  const { slots, shift, buckets, greys } = tally;
  const last = slots.length - 1;
  for (let pixel = start; pixel < start + width; pixel += 1) {
    if (counts[pixel] === 0) continue;
    const rgb = colour[pixel] ?? 0;
    let at = ((Math.imul(rgb, 0x9e3779b1) >>> shift) << 1) - 2;
    do at = (at + 2) & last;
    while (slots[at] !== 0 && slots[at] !== rgb + 1);
    slots[at] = rgb + 1;
    slots[at + 1] = (slots[at + 1] ?? 0) + 1;
    buckets[((rgb >> 12) & 0xf00) | ((rgb >> 8) & 0xf0) | ((rgb >> 4) & 0xf)] = 1;
    greys[(luma[pixel] ?? 0) >> 4] = 1;
  }
}

function frequencies({ slots }: Tally, opaque: number): Pick<Palette, "colours" | "top1" | "top8"> {
  const top: number[] = [];
  let [colours, least] = [0, 0];
  for (let at = 1; at < slots.length; at += 2) {
    const often = slots[at] ?? 0;
    if (often === 0) continue;
    colours += 1;
    if (top.length === TOP && often <= least) continue;
    top.push(often);
    top.sort((left, right) => right - left).splice(TOP);
    least = top.at(-1) ?? 0;
  }
  const total = Math.max(1, opaque);
  return { colours, top1: (top[0] ?? 0) / total, top8: top.reduce((sum, often) => sum + often, 0) / total };
}
