import sharp from "sharp";
import type { EngineFingerprint } from "../../../core/imaging/record/parts.ts";
import { floorProblem } from "./floors.ts";

const ALL_LOADERS = ["VipsForeignLoad"];
const OPEN_LOADERS = ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp"];
const AVIF_LOADERS = ["VipsForeignLoadHeif"];

export interface EngineOptions {
  /** The one switch of IM48; SVG never. */
  readonly takesAvif: boolean;
}

/** IM27, IM47, IM48: one thread, no cache, three loaders. Throws when a version is below its floor. */
export function prepareEngine({ takesAvif }: EngineOptions): EngineFingerprint {
  const problem = floorProblem(sharp.versions);
  if (problem !== null) throw new Error(problem);
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ALL_LOADERS });
  sharp.unblock({ operation: takesAvif ? [...OPEN_LOADERS, ...AVIF_LOADERS] : OPEN_LOADERS });
  return {
    sharp: sharp.versions.sharp ?? "",
    vips: sharp.versions.vips,
    arch: process.arch,
    os: process.platform,
    threads: sharp.concurrency(),
  };
}
