import type { Pixels } from "../../../core/imaging/pixels/planes.ts";
import { fromPixels } from "./raw.ts";

const THUMB_LONG_SIDE = 320;
const THUMB_QUALITY = 80;
const BEFORE_LEVEL = 4;

/** IM50: the untouched picture at the run's working size, lossless and without metadata. */
export function encodeBefore(pixels: Pixels): Promise<Uint8Array> {
  return fromPixels(pixels).withIccProfile("srgb").png({ compressionLevel: BEFORE_LEVEL }).toBuffer();
}

/** IM44: a small copy for lists, never shown at 100 %. */
export async function encodeThumb(pixels: Pixels): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  const { data, info } = await fromPixels(pixels)
    .resize(THUMB_LONG_SIDE, THUMB_LONG_SIDE, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: THUMB_QUALITY })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}
