import { type ByteSource, numbersOf } from "./byte-source.ts";
import type { HeaderFacts } from "./header-facts.ts";

/** Far more than a picture has before its frame; a large profile takes a dozen or two. */
const MAX_SEGMENTS = 1024;
const MAX_FILL_BYTES = 1024;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** Start-of-frame markers: C0 to CF without the tables C4, C8 and CC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Markers that stand alone: restarts, start of image, TEM. */
const isBare = (marker: number): boolean => (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;

/** The first start-of-frame segment; a sentence when there is none before the pixels. */
export async function readJpegHeader(source: ByteSource): Promise<HeaderFacts | string> {
  let at = 2;
  for (let seen = 0; seen < MAX_SEGMENTS; seen += 1) {
    const marked = await nextMarker(source, at);
    if (marked === null) return "its JPEG header breaks off";
    const { marker, after } = marked;
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) return "its JPEG header names no size";
    if (isBare(marker)) {
      at = after;
      continue;
    }
    const body = numbersOf(await source.read(after, 8));
    const length = body.u16be(0);
    if (length === null || length < 2) return "its JPEG header breaks off";
    if (isFrame(marker)) {
      const [heightPx, widthPx, channels] = [body.u16be(3), body.u16be(5), body.u8(7)];
      if (heightPx === null || widthPx === null || channels === null) return "it ends inside its JPEG header";
      return { widthPx, heightPx, channels, isAnimated: false };
    }
    at = after + length;
  }
  return "its JPEG header is too long";
}

/** The marker at `at`, after any fill bytes, and the place behind it; null where none stands. */
async function nextMarker(source: ByteSource, at: number): Promise<{ marker: number; after: number } | null> {
  const two = await source.read(at, 2);
  if (two[0] !== 0xff || two.length < 2) return null;
  if (two[1] !== 0xff) return { marker: two[1] ?? 0, after: at + 2 };
  const fill = await source.read(at + 1, MAX_FILL_BYTES);
  const end = fill.findIndex((byte) => byte !== 0xff);
  return end < 0 ? null : { marker: fill[end] ?? 0, after: at + 1 + end + 1 };
}
