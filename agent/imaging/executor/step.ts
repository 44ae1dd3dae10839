import { z } from "zod";
import type { Pixels } from "../../../core/imaging/pixels/planes.ts";
import type { CanonicalStep } from "../../../core/imaging/recipe/recipe.ts";
import type { SkipReason } from "../../../core/imaging/record/parts.ts";

export type StepEnd =
  | { readonly kind: "done"; readonly pixels: Pixels; readonly notes?: Readonly<Record<string, number>> }
  | { readonly kind: "skipped"; readonly reason: SkipReason };

/** One op of images.md 3.2 over pixels; a step never changes what it was given. */
export type Step = (pixels: Pixels, args: CanonicalStep["args"]) => Promise<StepEnd>;

/** A step whose arguments are of `schema`; ranges were checked with the recipe. Throws on any other argument. */
export function defineStep<Args>(schema: z.ZodType<Args>, run: (pixels: Pixels, args: Args) => Promise<StepEnd>): Step {
  return async (pixels, args) => run(pixels, schema.parse(args));
}

export const skipped = (reason: SkipReason): StepEnd => ({ kind: "skipped", reason });

/** A new colour part beside the alpha that was there (IM24). */
export const recoloured = (pixels: Pixels, rgb: Uint8Array): StepEnd => ({ kind: "done", pixels: { ...pixels, rgb } });

export const Hex = z.string().regex(/^#[0-9a-fA-F]{6}$/);
