import { z } from "zod";
import { histogramOf, lumaOf } from "../../../../core/imaging/pixels/luma.ts";
import { dilate as growDark, erode as shrinkDark } from "../../../../core/imaging/pixels/morph.ts";
import { greyToRgb } from "../../../../core/imaging/pixels/planes.ts";
import { threshold as blackOrWhite, otsuLevel } from "../../../../core/imaging/pixels/threshold.ts";
import { defineStep, recoloured } from "../step.ts";

const Threshold = z.strictObject({ level: z.union([z.int(), z.literal("otsu")]) });

export const threshold = defineStep(Threshold, async (pixels, { level }) => {
  const luma = lumaOf(pixels.rgb);
  const limit = level === "otsu" ? otsuLevel(histogramOf(luma)) : level;
  const rgb = greyToRgb(blackOrWhite(luma, limit));
  return { kind: "done", pixels: { ...pixels, rgb }, notes: level === "otsu" ? { otsu: limit } : {} };
});

const Width = z.strictObject({ width: z.int() });

export const dilate = defineStep(Width, async (pixels, { width }) => recoloured(pixels, growDark(pixels, width)));

export const erode = defineStep(Width, async (pixels, { width }) => recoloured(pixels, shrinkDark(pixels, width)));
