import sharp, { type Sharp } from "sharp";
import { joinAlpha, type Pixels, splitAlpha } from "../../../core/imaging/pixels/planes.ts";

/** The input was checked against its pixel limit when it was opened; what the steps make of it has no second one. */
const LIMITS = { limitInputPixels: false } as const;

/** The colour part of a picture as an input of the engine. */
export function fromRgb({ rgb, width, height }: Pixels): Sharp {
  return sharp(rgb, { ...LIMITS, raw: { width, height, channels: 3 } });
}

/** Colour and alpha together; without alpha three channels. */
export function fromPixels(pixels: Pixels): Sharp {
  const { width, height, alpha } = pixels;
  if (alpha === null) return fromRgb(pixels);
  return sharp(joinAlpha(pixels), { ...LIMITS, raw: { width, height, channels: 4 } });
}

/** One grey plane as an input of the engine. */
export function fromGrey(plane: Uint8Array | Uint16Array<ArrayBuffer>, width: number, height: number): Sharp {
  return sharp(plane, { ...LIMITS, raw: { width, height, channels: 1 } });
}

/** Eight-bit pixels of a pipeline, always in sRGB. */
export async function toPixels(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return splitAlpha(data, info.width, info.height);
}
