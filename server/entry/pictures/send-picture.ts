import { pipeline } from "node:stream/promises";
import type { ImageFormat } from "../../../core/imaging/sniff/sniff-format.ts";
import type { App } from "../../platform/app.ts";
import type { Visit } from "../visit.ts";

export const MEDIA_TYPES: Record<ImageFormat, string> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  avif: "image/avif",
};

interface StoredPicture {
  hash: string;
  mediaType: string;
  /** The name to save it under; null to show it in the page. */
  saveAs: string | null;
}

/** Sends stored bytes under the headers of IM50: a fixed type, no scripts, no frames, no cache. False when they are gone. */
export async function sendPicture(app: App, { request, response }: Visit, picture: StoredPicture): Promise<boolean> {
  const known = await app.blobs.stat(picture.hash);
  if (known === null) return false;
  response.statusCode = 200;
  response.setHeader("Content-Type", picture.mediaType);
  response.setHeader("Content-Length", known.bytes);
  response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
  const { saveAs } = picture;
  response.setHeader("Content-Disposition", saveAs === null ? "inline" : `attachment; filename="${saveAs}"`);
  if (request.method === "HEAD") {
    response.end();
    return true;
  }
  // A browser that goes away is no failure of ours.
  await pipeline(app.blobs.get(picture.hash), response).catch(() => response.destroy());
  return true;
}
