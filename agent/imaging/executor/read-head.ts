import { type FileHandle, open } from "node:fs/promises";
import type { ByteSource } from "../../../core/imaging/sniff/byte-source.ts";
import { judgePicture } from "../../../core/imaging/sniff/judge-picture.ts";
import { readImageHeader } from "../../../core/imaging/sniff/read-image-header.ts";
import type { ImageFormat } from "../../../core/imaging/sniff/sniff-format.ts";
import { ImageRefused } from "./image-refused.ts";

const HDR_SCAN_BYTES = 1_048_576;
/** How Android, Apple and ISO 21496-1 name the gain map of an HDR picture. */
const GAIN_MAPS = ["hdrgm:", "hdrgainmap", "urn:iso:std:iso:ts:21496"];
const PIECE_BYTES = 131_072;
const OVERLAP = Math.max(...GAIN_MAPS.map(({ length }) => length)) - 1;

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
        return { bytes: source.sizeBytes, format, isAnimated, isHdr: await namesGainMap(file) };
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

/** In pieces that overlap by the longest name: a megabyte of fresh memory costs more than reading it. */
async function namesGainMap(file: FileHandle): Promise<boolean> {
  const piece = Buffer.alloc(PIECE_BYTES);
  for (let [at, kept] = [0, 0]; at < HDR_SCAN_BYTES; ) {
    const { bytesRead } = await file.read(piece, kept, Math.min(PIECE_BYTES - kept, HDR_SCAN_BYTES - at), at);
    if (bytesRead === 0) return false;
    const length = kept + bytesRead;
    const seen = piece.subarray(0, length);
    if (GAIN_MAPS.some((name) => seen.includes(name))) return true;
    at += bytesRead;
    kept = Math.min(OVERLAP, length);
    piece.copyWithin(0, length - kept, length);
  }
  return false;
}
