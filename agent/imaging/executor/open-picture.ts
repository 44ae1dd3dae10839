import sharp, { type Sharp } from "sharp";
import { iccName } from "../../../core/imaging/pixels/icc-name.ts";
import type { Pixels } from "../../../core/imaging/pixels/planes.ts";
import { MAX_PICTURE_PIXELS } from "../../../core/imaging/sniff/judge-picture.ts";
import type { PictureFacts } from "../pool/task.ts";
import type { AvifLoader } from "./decode-output.ts";
import { decodeFailure } from "./image-refused.ts";
import { toPixels } from "./raw.ts";
import { readHead } from "./read-head.ts";

const MOST_CHANNELS = 5;

/** The engine over a file: only its first page, refused from the header beyond the limits (IM48, IM49). Throws nothing yet. */
function openEngine(path: string, maxPixels: number = MAX_PICTURE_PIXELS): Sharp {
  return sharp(path, {
    failOn: "warning",
    limitInputPixels: Math.min(maxPixels, MAX_PICTURE_PIXELS),
    limitInputChannels: MOST_CHANNELS,
    pages: 1,
    autoOrient: true,
  });
}

/** What the header says of a picture; nothing is decoded. Throws ImageRefused. */
export async function readPictureFacts(path: string, maxPixels: number, avif: AvifLoader): Promise<PictureFacts> {
  return (await readHeader(path, maxPixels, avif)).facts;
}

export interface Header {
  readonly facts: PictureFacts;
  /** As it lies in the file, before its orientation. */
  readonly stored: { readonly width: number; readonly height: number };
  readonly exif: Uint8Array | null;
  readonly comments: readonly string[];
}

/** The same, with what a person or a camera wrote into it. Throws ImageRefused. */
export async function readHeader(path: string, maxPixels: number, avif: AvifLoader): Promise<Header> {
  const head = await readHead(path, avif === "open");
  try {
    const metadata = await openEngine(path, maxPixels).metadata();
    const facts = {
      bytes: head.bytes,
      w: metadata.autoOrient.width,
      h: metadata.autoOrient.height,
      format: head.format,
      icc: metadata.icc === undefined ? null : iccName(metadata.icc),
      hdr: head.isHdr || metadata.gainMap !== undefined,
      pages: Math.max(metadata.pages ?? 1, head.isAnimated ? 2 : 1),
    };
    const { width, height, exif = null, comments = [] } = metadata;
    return { facts, stored: { width, height }, exif, comments: comments.map(({ text }) => text.trim()) };
  } catch (failure) {
    throw decodeFailure(failure);
  }
}

export type OpenRequest = {
  readonly path: string;
  readonly maxPixels: number;
  /** Long side of the working size of IM28; null keeps the full size. */
  readonly workLongSide: number | null;
};

/** IM24, IM28: oriented, sRGB through the embedded profile, eight bit, at the working size. Throws ImageRefused. */
export async function openPicture({ path, maxPixels, workLongSide }: OpenRequest): Promise<Pixels> {
  const full = openEngine(path, maxPixels);
  const sized =
    workLongSide === null
      ? full
      : full.resize(workLongSide, workLongSide, {
          fit: "inside",
          withoutEnlargement: true,
          kernel: "lanczos3",
          fastShrinkOnLoad: false,
        });
  try {
    return await toPixels(sized);
  } catch (failure) {
    throw decodeFailure(failure);
  }
}
