import sharp from "sharp";
import { z } from "zod";
import { blend, colourOf, flatten } from "../../../../core/imaging/pixels/blend.ts";
import { mergePalette } from "../../../../core/imaging/pixels/merge-palette.ts";
import { greyToRgb } from "../../../../core/imaging/pixels/planes.ts";
import { fromRgb, toPixels } from "../raw.ts";
import { defineStep, Hex, recoloured, skipped } from "../step.ts";

const Modulate = z.strictObject({ brightness: z.number(), saturation: z.number(), hue: z.int() });

export const modulate = defineStep(Modulate, async (pixels, args) => {
  if (args.brightness === 1 && args.saturation === 1 && args.hue === 0) return skipped("neutral");
  return recoloured(pixels, (await toPixels(fromRgb(pixels).modulate(args))).rgb);
});

/** The engine answers one band here; the pictures of this executor always have three (IM25). */
export const grey = defineStep(z.strictObject({}), async (pixels) => {
  const plane = await fromRgb(pixels).greyscale().toColourspace("b-w").raw({ depth: "uchar" }).toBuffer();
  return recoloured(pixels, greyToRgb(plane));
});

export const tint = defineStep(z.strictObject({ rgb: Hex, blend: z.number() }), async (pixels, args) => {
  if (args.blend === 0) return skipped("neutral");
  const tinted = await toPixels(fromRgb(pixels).tint(args.rgb));
  return recoloured(pixels, blend(pixels.rgb, tinted.rgb, args.blend));
});

/** Through an indexed PNG of the colour part, decoded again (IM25). */
export const reducePalette = defineStep(
  z.strictObject({ colours: z.int(), dither: z.number() }),
  async (pixels, { colours, dither }) => {
    const indexed = await fromRgb(pixels).png({ palette: true, colours, dither, compressionLevel: 1 }).toBuffer();
    const { rgb } = await toPixels(sharp(indexed, { limitInputPixels: false }).removeAlpha());
    return recoloured(pixels, mergePalette(rgb, colours));
  },
);

export const flattenAlpha = defineStep(z.strictObject({ background: Hex }), async (pixels, { background }) => {
  if (pixels.alpha === null) return skipped("neutral");
  const rgb = flatten(pixels.rgb, pixels.alpha, colourOf(background));
  return { kind: "done", pixels: { ...pixels, rgb, alpha: null } };
});
