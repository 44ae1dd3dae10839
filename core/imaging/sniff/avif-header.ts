import { type ByteSource, fourLetters, numbersOf } from "./byte-source.ts";
import type { HeaderFacts } from "./header-facts.ts";

const MAX_BOXES = 256;
const FULL_BOX_BYTES = 4;
const NO_SIZE = "its AVIF header names no size";

interface Box {
  name: string;
  from: number;
  to: number;
}

/** The largest `ispe` property of the file's items: grids and auxiliary pictures have smaller ones. */
export async function readAvifHeader(source: ByteSource): Promise<HeaderFacts | string> {
  const isSequence = fourLetters(await source.read(8, 4), 0) === "avis";
  const meta = await findBox(source, "meta", { from: 0, to: source.sizeBytes });
  if (meta === null) return NO_SIZE;
  const properties = await findBox(source, "iprp", { from: meta.from + FULL_BOX_BYTES, to: meta.to });
  const container = properties === null ? null : await findBox(source, "ipco", properties);
  if (container === null) return NO_SIZE;
  let largest: { widthPx: number; heightPx: number } | null = null;
  for (const box of await boxesOf(source, container)) {
    if (box.name !== "ispe") continue;
    const { u32be } = numbersOf(await source.read(box.from + FULL_BOX_BYTES, 8));
    const [widthPx, heightPx] = [u32be(0), u32be(4)];
    if (widthPx === null || heightPx === null) return NO_SIZE;
    if (largest === null || widthPx * heightPx > largest.widthPx * largest.heightPx) largest = { widthPx, heightPx };
  }
  return largest === null ? NO_SIZE : { ...largest, channels: null, isAnimated: isSequence };
}

async function findBox(source: ByteSource, name: string, span: { from: number; to: number }): Promise<Box | null> {
  return (await boxesOf(source, span)).find((box) => box.name === name) ?? null;
}

/** The boxes side by side in a span; ends quietly where a box does not fit it. */
async function boxesOf(source: ByteSource, span: { from: number; to: number }): Promise<Box[]> {
  const found: Box[] = [];
  let at = span.from;
  while (at + 8 <= span.to && found.length < MAX_BOXES) {
    const head = await source.read(at, 16);
    const { u32be } = numbersOf(head);
    const size = u32be(0) ?? 0;
    const isLong = size === 1;
    const large = (u32be(8) ?? 0) * 2 ** 32 + (u32be(12) ?? 0);
    const length = size === 0 ? span.to - at : isLong ? large : size;
    const headBytes = isLong ? 16 : 8;
    if (length < headBytes || at + length > span.to) return found;
    found.push({ name: fourLetters(head, 4), from: at + headBytes, to: at + length });
    at += length;
  }
  return found;
}
