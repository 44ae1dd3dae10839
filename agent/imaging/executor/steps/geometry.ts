import type { KernelEnum } from "sharp";
import { z } from "zod";
import { type Box, cropPixels, type Pixels } from "../../../../core/imaging/pixels/planes.ts";
import { fromPixels, toPixels } from "../raw.ts";
import { defineStep, skipped } from "../step.ts";

const LEAST_SIDE = 16;
const LEAST_TRIMMABLE_SIDE = 3;

const KERNELS = {
  lanczos3: "lanczos3",
  mks2021: "mks2021",
  mitchell: "mitchell",
  cubic: "cubic",
  nearest: "nearest",
} as const satisfies Record<string, keyof KernelEnum>;

const Fit = z.strictObject({ long_side: z.int(), kernel: z.enum(KERNELS), enlarge: z.boolean() });

/** Colour and alpha are resized together, so that hidden colours do not bleed into the edges. */
export const fit = defineStep(Fit, async (pixels, { long_side: longSide, kernel, enlarge }) => {
  const has = Math.max(pixels.width, pixels.height);
  if (has === longSide || (has < longSide && !enlarge)) return skipped("neutral");
  const resized = fromPixels(pixels).resize(longSide, longSide, { fit: "inside", kernel });
  return { kind: "done", pixels: await toPixels(resized) };
});

const Trim = z.strictObject({ threshold: z.number(), line_art: z.boolean(), margin: z.int() });

/** The box the engine finds, grown by the margin and kept inside the picture (IM25). */
export const trim = defineStep(Trim, async (pixels, { threshold, line_art: lineArt, margin }) => {
  if (Math.min(pixels.width, pixels.height) < LEAST_TRIMMABLE_SIDE) return skipped("too_small");
  if (isPlain(pixels, threshold)) return skipped("trim_empty");
  const found = await contentBox(pixels, { threshold, lineArt });
  const box = grown(found, margin, pixels);
  if (box.width === pixels.width && box.height === pixels.height) return skipped("neutral");
  if (Math.min(box.width, box.height) < LEAST_SIDE) return skipped("too_small");
  return { kind: "done", pixels: cropPixels(pixels, box), notes: { ...box } };
});

/** The engine's offsets are negative distances from the old corner; it hands a picture without content back whole. */
async function contentBox(pixels: Pixels, options: { threshold: number; lineArt: boolean }): Promise<Box> {
  const { info } = await fromPixels(pixels).trim(options).raw().toBuffer({ resolveWithObject: true });
  const { trimOffsetLeft = 0, trimOffsetTop = 0, width, height } = info;
  return { left: -trimOffsetLeft, top: -trimOffsetTop, width, height };
}

/** True when no pixel differs from the first one by more than the threshold. */
function isPlain({ rgb }: Pixels, threshold: number): boolean {
  return rgb.every((value, at) => Math.abs(value - (rgb[at % 3] ?? 0)) <= threshold);
}

function grown(box: Box, margin: number, within: Pixels): Box {
  const left = Math.max(0, box.left - margin);
  const top = Math.max(0, box.top - margin);
  return {
    left,
    top,
    width: Math.min(within.width, box.left + box.width + margin) - left,
    height: Math.min(within.height, box.top + box.height + margin) - top,
  };
}
