import sharp from "sharp";
import { joinAlpha, type Pixels } from "../../../core/imaging/pixels/planes.ts";
import { blake3Of } from "../hash.ts";
import { toPixels } from "./raw.ts";

const AVIF_LOADER = { operation: ["VipsForeignLoadHeif"] };

export type AvifLoader = "open" | "closed";

/** Opens the loader of AVIF for one read of an output of ours, unless the operator opened it for inputs too (IM29, IM48). */
export async function withLoaderOf<T>(format: string, avif: AvifLoader, read: () => Promise<T>): Promise<T> {
  const isOpened = format === "avif" && avif === "closed";
  if (isOpened) sharp.unblock(AVIF_LOADER);
  try {
    return await read();
  } finally {
    if (isOpened) sharp.block(AVIF_LOADER);
  }
}

/** The pixels a rater sees: our own output bytes decoded again, their sRGB tag taken as it is. */
export function decodeOutput(bytes: Uint8Array, format: string, avif: AvifLoader): Promise<Pixels> {
  return withLoaderOf(format, avif, () => toPixels(sharp(bytes, { limitInputPixels: false, ignoreIcc: true })));
}

/** IM29: BLAKE3 of `u32le w ‖ u32le h ‖ u32le 4 ‖ RGBA8`. */
export function pixelsBlake3(pixels: Pixels): Promise<string> {
  const head = new DataView(new ArrayBuffer(12));
  head.setUint32(0, pixels.width, true);
  head.setUint32(4, pixels.height, true);
  head.setUint32(8, 4, true);
  return blake3Of(pieces(new Uint8Array(head.buffer), pixels));
}

const PIECE_PIXELS = 1_000_000;

/** In pieces, so that a picture of 50 megapixels needs no second copy. */
function* pieces(head: Uint8Array, { rgb, alpha }: Pixels): Generator<Uint8Array> {
  yield head;
  for (let from = 0; from < rgb.length / 3; from += PIECE_PIXELS) {
    const part = rgb.subarray(from * 3, (from + PIECE_PIXELS) * 3);
    const clear = alpha === null ? null : alpha.subarray(from, from + PIECE_PIXELS);
    yield joinAlpha({ width: part.length / 3, height: 1, rgb: part, alpha: clear });
  }
}
