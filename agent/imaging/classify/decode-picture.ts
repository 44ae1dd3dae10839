import sharp, { type Sharp } from "sharp";
import { MIDDLE_SIDE, WORK_SIDE } from "../../../core/imaging/classify/measure/copies.ts";
import type { Decoded } from "../../../core/imaging/classify/measure/copy.ts";
import { PANEL_SIDE } from "../../../core/imaging/classify/measure/panels.ts";
import { MOST_PIXELS } from "../../../core/imaging/classify/measure/scale.ts";
import { decodeFailure, ImageRefused } from "../executor/image-refused.ts";
import type { Header } from "../executor/open-picture.ts";
import type { ClassifyTask, PictureFacts } from "../pool/task.ts";

/** What the copies of images.md 2.1 are taken from, each as soon as it is there: the whole picture, or what the engine made of it. Each rejects with ImageRefused. */
export interface Sources {
  readonly work: Promise<Decoded>;
  readonly middle: Promise<Decoded>;
  readonly cells: Promise<Decoded>;
  /** Null where only parts are decoded. */
  readonly whole: Promise<Decoded> | null;
}

type Facts = Pick<PictureFacts, "format" | "icc" | "w" | "h">;
type Head = { readonly facts: Facts; readonly stored: Header["stored"] };

/** Upright, in sRGB. A large JPEG is never decoded whole: it can be read at a half or less, and 36 MB of pixels take as long to write and read as to decode. */
export function decodePicture(task: ClassifyTask, { facts, stored }: Head): Sources {
  const open = (autoOrient: boolean) => openEngine(task, { autoOrient, ignoreIcc: !isWideGamut(facts) });
  if (facts.format === "jpeg" && facts.w * facts.h > MOST_PIXELS) return decodeParts(open, { facts, stored });
  const whole = decoded(open(true));
  return { work: whole, middle: whole, cells: whole, whole };
}

/** Whether its profile is another than sRGB. */
export const isWideGamut = ({ icc }: Pick<Facts, "icc">): boolean => icc !== null && !/srgb/i.test(icc);

/** A profile that is sRGB is not applied again: at 12 MP that would take longer than the rest. */
function openEngine({ inputPath, maxPixels }: ClassifyTask, how: { autoOrient: boolean; ignoreIcc: boolean }): Sharp {
  return sharp(inputPath, {
    failOn: "warning",
    limitInputPixels: maxPixels,
    limitInputChannels: 5,
    pages: 1,
    ...how,
  });
}

/** Two sizes that the decoder itself can come near to, and the middle as it is. */
function decodeParts(open: (autoOrient: boolean) => Sharp, { facts: { w, h }, stored }: Head): Sources {
  const by = WORK_SIDE / Math.max(w, h);
  const [width, height] = [Math.max(1, Math.round(w * by)), Math.max(1, Math.round(h * by))];
  const work = open(true).resize({ width, height, fit: "fill", kernel: "nearest", fastShrinkOnLoad: false });
  const cells = open(true).resize({ width: PANEL_SIDE, height: PANEL_SIDE, fit: "fill", kernel: "cubic" });
  const middle = open(false).extract(middleOf(stored));
  return { work: decoded(work), cells: decoded(cells), middle: decoded(middle), whole: null };
}

/** As it lies in the file: what is measured of the middle is the same on both axes. */
function middleOf({ width, height }: Header["stored"]) {
  const size = { width: Math.min(MIDDLE_SIDE, width), height: Math.min(MIDDLE_SIDE, height) };
  const [left, top] = [Math.floor((width - size.width) / 2), Math.floor((height - size.height) / 2)];
  return { left, top, ...size };
}

async function decoded(picture: Sharp): Promise<Decoded> {
  try {
    const raw = picture.toColourspace("srgb").raw({ depth: "uchar" });
    const { data, info } = await raw.toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    if (channels === 3 || channels === 4) return { width, height, data, channels };
    throw new ImageRefused("unsupported_format", `the picture has ${channels} channels`);
  } catch (failure) {
    throw decodeFailure(failure);
  }
}
