import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { keepInput } from "./input-repo.ts";

export interface UploadedPicture {
  orgId: string;
  blake3: string;
  bytes: number;
  format: string;
  widthPx: number;
  heightPx: number;
  /** As the person's file was called; null where the browser did not say. */
  name: string | null;
  by: string;
}

/** An uploaded original becomes an input; the same bytes twice are one input (IM45). */
export async function recordUpload(app: App, tx: Tx, picture: UploadedPicture): Promise<void> {
  const { orgId, blake3, bytes, format, widthPx, heightPx, name, by } = picture;
  const at = app.clock.now();
  await keepInput(tx, {
    orgId,
    blake3,
    origin: "upload",
    name,
    bytes,
    format,
    width: widthPx,
    height: heightPx,
    addedBy: by,
    receivedAt: at,
  });
  await publish(tx, { orgId, at, topic: "image", subject: blake3, kind: "input" });
}
