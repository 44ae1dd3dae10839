import sharp from "sharp";
import type { Picture } from "../../../core/imaging/pictures/picture.ts";

const GAIN_MAP = '<x:xmpmeta xmlns:x="adobe:ns:meta/" hdrgm:Version="1.0"></x:xmpmeta>';

/** The file a person would have of a made picture. */
export function keepPicture({ rgba, width, height, frames = 1, ...kept }: Picture): Promise<Uint8Array> {
  const pageHeight = frames > 1 ? { pageHeight: height / frames } : {};
  const picture = sharp(new Uint8Array(rgba), { raw: { width, height, channels: 4, ...pageHeight } });
  if (kept.camera !== undefined) picture.withExif({ IFD0: { Make: kept.camera.make, Model: kept.camera.model } });
  if (kept.comment !== undefined) picture.withExifMerge({ IFD2: { UserComment: kept.comment } });
  if (kept.hasGainMap === true) picture.withXmp(GAIN_MAP);
  if (kept.format === "jpeg") return picture.removeAlpha().jpeg({ quality: 90 }).toBuffer();
  return kept.format === "png" ? picture.png().toBuffer() : picture.webp({ lossless: true }).toBuffer();
}
