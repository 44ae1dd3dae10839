import { open } from "node:fs/promises";
import sharp, { type Metadata, type Sharp } from "sharp";
import { iccName } from "../../../core/imaging/pixels/icc-name.ts";
import type { Pixels } from "../../../core/imaging/pixels/planes.ts";
import type { PictureFacts } from "../pool/task.ts";
import { decodeFailure, ImageRefused } from "./image-refused.ts";
import { toPixels } from "./raw.ts";

const MOST_PIXELS = 50_000_000;
const MOST_CHANNELS = 5;
const HDR_SCAN_BYTES = 1_048_576;
const GAIN_MAPS = ["hdrgm:", "hdrgainmap", "urn:iso:std:iso:ts:21496"];

/** The engine over a file: only its first page, refused from the header beyond the limits (IM48, IM49). Throws nothing yet. */
export function openEngine(path: string, maxPixels: number = MOST_PIXELS): Sharp {
  return sharp(path, {
    failOn: "warning",
    limitInputPixels: Math.min(maxPixels, MOST_PIXELS),
    limitInputChannels: MOST_CHANNELS,
    pages: 1,
    autoOrient: true,
  });
}

/** What the header says of a picture; nothing is decoded. Throws ImageRefused. */
export async function readPictureFacts(path: string, maxPixels: number = MOST_PIXELS): Promise<PictureFacts> {
  const { bytes, isHdr } = await scanFile(path);
  try {
    const metadata = await openEngine(path, maxPixels).metadata();
    const format = formatOf(metadata);
    return {
      bytes,
      w: metadata.autoOrient.width,
      h: metadata.autoOrient.height,
      format,
      icc: metadata.icc === undefined ? null : iccName(metadata.icc),
      hdr: isHdr || metadata.gainMap !== undefined,
      pages: metadata.pages ?? 1,
    };
  } catch (failure) {
    throw decodeFailure(failure);
  }
}

function formatOf({ format, compression }: Metadata): PictureFacts["format"] {
  if (format === "jpeg" || format === "png" || format === "webp") return format;
  if (format === "heif" && compression === "av1") return "avif";
  throw new ImageRefused("unsupported_format", `${format} pictures are not accepted; give JPEG, PNG or WebP`);
}

/** The size of a file, and whether its head names a gain map (IM9). */
async function scanFile(path: string): Promise<{ bytes: number; isHdr: boolean }> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, HDR_SCAN_BYTES));
    await file.read(head, 0, head.length, 0);
    return { bytes: size, isHdr: GAIN_MAPS.some((name) => head.includes(name)) };
  } finally {
    await file.close();
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
