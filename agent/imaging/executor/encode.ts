import type { Sharp } from "sharp";
import { z } from "zod";
import { flatten } from "../../../core/imaging/pixels/blend.ts";
import type { Pixels } from "../../../core/imaging/pixels/planes.ts";
import { fromPixels } from "./raw.ts";

const WHITE = [255, 255, 255] as const;

const Jpeg = z.strictObject({
  format: z.literal("jpeg"),
  quality: z.int(),
  chroma: z.enum(["4:2:0", "4:4:4"]),
  mozjpeg: z.boolean(),
});
const Webp = z.strictObject({
  format: z.literal("webp"),
  quality: z.int(),
  lossless: z.boolean(),
  near_lossless: z.boolean(),
  effort: z.int(),
  preset: z.enum(["photo", "picture", "drawing", "icon", "text"]),
});
const Avif = z.strictObject({ format: z.literal("avif"), quality: z.int(), effort: z.int() });
const Png = z.strictObject({ format: z.literal("png"), level: z.int(), palette: z.boolean() });

/** The arguments of the `output` step (images.md 3.2). */
export const OutputArgs = z.discriminatedUnion("format", [Jpeg, Webp, Avif, Png]);
export type OutputArgs = z.infer<typeof OutputArgs>;

export type Encoded = { readonly bytes: Uint8Array; readonly warnings: readonly string[] };

/** IM24: the picture in its output format, tagged sRGB, without any other metadata. */
export async function encode(pixels: Pixels, args: OutputArgs): Promise<Encoded> {
  const isFlattened = args.format === "jpeg" && pixels.alpha !== null;
  const joined = isFlattened ? onWhite(pixels) : pixels;
  const bytes = await inFormat(fromPixels(joined).withIccProfile("srgb"), args).toBuffer();
  return { bytes, warnings: isFlattened ? ["JPEG has no alpha: the picture was put on white (#ffffff)"] : [] };
}

function onWhite(pixels: Pixels): Pixels {
  return pixels.alpha === null ? pixels : { ...pixels, rgb: flatten(pixels.rgb, pixels.alpha, WHITE), alpha: null };
}

function inFormat(picture: Sharp, args: OutputArgs): Sharp {
  switch (args.format) {
    case "jpeg":
      return picture.jpeg({ quality: args.quality, chromaSubsampling: args.chroma, mozjpeg: args.mozjpeg });
    case "webp":
      return picture.webp({
        quality: args.quality,
        lossless: args.lossless,
        nearLossless: args.near_lossless,
        effort: args.effort,
        preset: args.preset,
      });
    case "avif":
      return picture.avif({ quality: args.quality, effort: args.effort });
    case "png":
      return picture.png({ compressionLevel: args.level, palette: args.palette });
  }
}
