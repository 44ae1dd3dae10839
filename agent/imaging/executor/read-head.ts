import { type FileHandle, open } from "node:fs/promises";
import type { ByteSource } from "../../../core/imaging/sniff/byte-source.ts";
import { judgePicture } from "../../../core/imaging/sniff/judge-picture.ts";
import { readImageHeader } from "../../../core/imaging/sniff/read-image-header.ts";
import type { ImageFormat } from "../../../core/imaging/sniff/sniff-format.ts";
import { ImageRefused } from "./image-refused.ts";

const HDR_SCAN_BYTES = 1_048_576;
/** How Android, Apple and ISO 21496-1 name the gain map of an HDR picture. */
const GAIN_MAPS = ["hdrgm:", "hdrgainmap", "urn:iso:std:iso:ts:21496"];

export interface PictureHead {
  readonly bytes: number;
  readonly format: ImageFormat;
  /** Also where the engine would show one frame and not say so: an animated PNG (IM9). */
  readonly isAnimated: boolean;
  readonly isHdr: boolean;
}

/** Judges a file by its first bytes, before the engine sees it (IM48, IM49). Throws ImageRefused. */
export async function readHead(path: string, takesAvif: boolean): Promise<PictureHead> {
  const file = await open(path, "r");
  try {
    const source = await sourceOf(file);
    const header = await readImageHeader(source);
    const verdict = judgePicture(header, takesAvif);
    switch (verdict.kind) {
      case "unsupported":
        throw new ImageRefused("unsupported_format", `the file is ${verdict.found}. ${verdict.wayOut}`);
      case "refused":
        throw new ImageRefused(header.kind === "broken" ? "truncated" : "pixel_limit", verdict.reason);
      case "accepted": {
        const { format, isAnimated } = verdict.header;
        return { bytes: source.sizeBytes, format, isAnimated, isHdr: await namesGainMap(source) };
      }
    }
  } finally {
    await file.close();
  }
}

async function sourceOf(file: FileHandle): Promise<ByteSource> {
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    read: async (offset, length) => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}

async function namesGainMap(source: ByteSource): Promise<boolean> {
  const head = Buffer.from(await source.read(0, HDR_SCAN_BYTES));
  return GAIN_MAPS.some((name) => head.includes(name));
}
