import { z } from "zod";
import { fromRgb, toPixels } from "../raw.ts";
import { defineStep, recoloured, skipped } from "../step.ts";

/** The engine has no median for a window that is larger than the picture. */
export const median = defineStep(z.strictObject({ size: z.int() }), async (pixels, { size }) => {
  if (size === 1) return skipped("neutral");
  if (Math.min(pixels.width, pixels.height) < size) return skipped("too_small");
  return recoloured(pixels, (await toPixels(fromRgb(pixels).median(size))).rgb);
});

export const blur = defineStep(z.strictObject({ sigma: z.number() }), async (pixels, { sigma }) =>
  recoloured(pixels, (await toPixels(fromRgb(pixels).blur(sigma))).rgb),
);

const Sharpen = z.strictObject({
  sigma: z.number(),
  flat: z.number(),
  jagged: z.number(),
  x1: z.number(),
  y2: z.number(),
  y3: z.number(),
});

/** Object form only: the engine's positional form silently means its mild default (IM25). */
export const sharpen = defineStep(Sharpen, async (pixels, { sigma, flat, jagged, x1, y2, y3 }) => {
  if (flat === 0 && jagged === 0) return skipped("neutral");
  const sharpened = fromRgb(pixels).sharpen({ sigma, m1: flat, m2: jagged, x1, y2, y3 });
  return recoloured(pixels, (await toPixels(sharpened)).rgb);
});
