import { type ByteSource, fourLetters, numbersOf } from "./byte-source.ts";
import type { HeaderFacts } from "./header-facts.ts";

const SIGNATURE_BYTES = 8;
const CHUNK_FRAME_BYTES = 12;
/** Far more than a picture has before its pixels. */
const MAX_CHUNKS = 512;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };

/** IHDR, and whether an `acTL` chunk comes before the pixels (APNG); a sentence when the header is no PNG header. */
export async function readPngHeader(source: ByteSource): Promise<HeaderFacts | string> {
  const head = await source.read(SIGNATURE_BYTES, 8 + 13);
  const { u8, u32be } = numbersOf(head);
  if (u32be(0) !== 13 || fourLetters(head, 4) !== "IHDR") return "its PNG header chunk is missing";
  const [widthPx, heightPx, colourType] = [u32be(8), u32be(12), u8(17)];
  if (widthPx === null || heightPx === null || colourType === null) return "it ends inside its PNG header";
  const isAnimated = await hasAnimation(source, SIGNATURE_BYTES + CHUNK_FRAME_BYTES + 13);
  return { widthPx, heightPx, channels: CHANNELS[colourType] ?? null, isAnimated };
}

async function hasAnimation(source: ByteSource, from: number): Promise<boolean> {
  let at = from;
  for (let seen = 0; seen < MAX_CHUNKS && at < source.sizeBytes; seen += 1) {
    const frame = await source.read(at, 8);
    const length = numbersOf(frame).u32be(0);
    const name = fourLetters(frame, 4);
    if (length === null || name === "IDAT" || name === "IEND") return false;
    if (name === "acTL") return true;
    at += CHUNK_FRAME_BYTES + length;
  }
  return false;
}
