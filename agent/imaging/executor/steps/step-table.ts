import type { Step } from "../step.ts";
import { clahe } from "./clahe.ts";
import { flattenAlpha, grey, modulate, reducePalette, tint } from "./colour.ts";
import { blur, median, sharpen } from "./detail.ts";
import { fit, trim } from "./geometry.ts";
import { gamma, linear, normalise } from "./tone.ts";
import { dilate, erode, threshold } from "./two-tone.ts";

/** Every op of images.md 3.2; `orient.auto` is part of opening a picture, `output` of its encoding. */
export const STEPS: ReadonlyMap<string, Step> = new Map([
  ["size.fit", fit],
  ["crop.trim", trim],
  ["denoise.median", median],
  ["smooth.blur", blur],
  ["sharpen.usm", sharpen],
  ["tone.gamma", gamma],
  ["tone.linear", linear],
  ["tone.normalise", normalise],
  ["tone.clahe", clahe],
  ["colour.modulate", modulate],
  ["colour.grey", grey],
  ["colour.tint", tint],
  ["bw.threshold", threshold],
  ["morph.dilate", dilate],
  ["morph.erode", erode],
  ["palette.reduce", reducePalette],
  ["alpha.flatten", flattenAlpha],
]);
