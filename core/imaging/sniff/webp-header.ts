import { type ByteSource, fourLetters, numbersOf } from "./byte-source.ts";
import type { HeaderFacts } from "./header-facts.ts";

const HEAD_BYTES = 30;
const ANIMATION_FLAG = 0x02;
const ALPHA_FLAG = 0x10;
const SIZE_MASK = 0x3fff;
const BROKEN = "its WebP header is damaged";

/** The first chunk of a WebP: extended canvas, lossy or lossless frame. */
export async function readWebpHeader(source: ByteSource): Promise<HeaderFacts | string> {
  const head = await source.read(0, HEAD_BYTES);
  const name = fourLetters(head, 12);
  if (name === "VP8X") return readExtended(head);
  if (name === "VP8 ") return readLossy(head);
  if (name === "VP8L") return readLossless(head);
  return BROKEN;
}

function readExtended(head: Uint8Array): HeaderFacts | string {
  const { u8, u24le } = numbersOf(head);
  const [flags, width, height] = [u8(20), u24le(24), u24le(27)];
  if (flags === null || width === null || height === null) return BROKEN;
  const channels = (flags & ALPHA_FLAG) === 0 ? 3 : 4;
  return { widthPx: width + 1, heightPx: height + 1, channels, isAnimated: (flags & ANIMATION_FLAG) !== 0 };
}

function readLossy(head: Uint8Array): HeaderFacts | string {
  const { u16le, u24le } = numbersOf(head);
  const [width, height] = [u16le(26), u16le(28)];
  if (u24le(23) !== 0x2a019d || width === null || height === null) return BROKEN;
  return { widthPx: width & SIZE_MASK, heightPx: height & SIZE_MASK, channels: 3, isAnimated: false };
}

function readLossless(head: Uint8Array): HeaderFacts | string {
  const { u8, u32le } = numbersOf(head);
  const bits = u32le(21);
  if (u8(20) !== 0x2f || bits === null) return BROKEN;
  const channels = ((bits >>> 28) & 1) === 1 ? 4 : 3;
  return { widthPx: (bits & SIZE_MASK) + 1, heightPx: ((bits >>> 14) & SIZE_MASK) + 1, channels, isAnimated: false };
}
