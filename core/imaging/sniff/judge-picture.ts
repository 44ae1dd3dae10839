import type { ImageHeader } from "./read-image-header.ts";

/** IM49: the largest picture that is decoded, in pixels. */
export const MAX_PICTURE_PIXELS = 50_000_000;
const MAX_CHANNELS = 5;

export type PictureVerdict =
  | { kind: "accepted"; header: Extract<ImageHeader, { kind: "image" }> }
  | { kind: "unsupported"; found: string; wayOut: string }
  | { kind: "refused"; reason: string };

const AVIF_OFF = {
  found: "AVIF",
  wayOut:
    "Convert it to JPEG, PNG or WebP first, or set ESPALIER_IMAGE_AVIF_INPUT=1 where the console or this command is started.",
};

/** Decides by its header alone whether a picture may come in (IM45, IM48, IM49, UB4). */
export function judgePicture(header: ImageHeader, takesAvif: boolean): PictureVerdict {
  if (header.kind === "other") return { kind: "unsupported", found: header.found, wayOut: header.wayOut };
  if (header.format === "avif" && !takesAvif) return { kind: "unsupported", ...AVIF_OFF };
  if (header.kind === "broken")
    return { kind: "refused", reason: `the ${header.format} file is damaged: ${header.reason}` };
  const { widthPx, heightPx, channels } = header;
  const pixels = widthPx * heightPx;
  if (pixels > MAX_PICTURE_PIXELS) {
    return {
      kind: "refused",
      reason: `${widthPx} × ${heightPx} is ${pixels} pixels; the limit is ${MAX_PICTURE_PIXELS}`,
    };
  }
  if (channels !== null && channels > MAX_CHANNELS) {
    return { kind: "refused", reason: `it has ${channels} channels; the limit is ${MAX_CHANNELS}` };
  }
  return { kind: "accepted", header };
}
