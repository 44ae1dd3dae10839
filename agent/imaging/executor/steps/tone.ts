import { z } from "zod";
import { fromRgb, toPixels } from "../raw.ts";
import { defineStep, recoloured, skipped } from "../step.ts";

/** The engine's one-argument gamma is undone by its own output gamma, so both are always given (IM25). */
export const gamma = defineStep(z.strictObject({ gamma: z.number() }), async (pixels, args) => {
  if (args.gamma === 1) return skipped("neutral");
  const [before, after] = args.gamma > 1 ? [1, args.gamma] : [1 / args.gamma, 1];
  return recoloured(pixels, (await toPixels(fromRgb(pixels).gamma(before, after))).rgb);
});

export const linear = defineStep(z.strictObject({ gain: z.number(), pivot: z.number() }), async (pixels, args) => {
  if (args.gain === 1) return skipped("neutral");
  const offset = args.pivot * (1 - args.gain);
  return recoloured(pixels, (await toPixels(fromRgb(pixels).linear(args.gain, offset))).rgb);
});

export const normalise = defineStep(z.strictObject({ lower: z.number(), upper: z.number() }), async (pixels, args) =>
  recoloured(pixels, (await toPixels(fromRgb(pixels).normalise(args))).rgb),
);
