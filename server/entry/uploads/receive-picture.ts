import { MAX_PICTURE_BYTES } from "../../../core/contract/v1/blobs.ts";
import { judgePicture, type PictureVerdict } from "../../../core/imaging/sniff/judge-picture.ts";
import { readImageHeader } from "../../../core/imaging/sniff/read-image-header.ts";
import type { App } from "../../platform/app.ts";
import type { BlobDraft } from "../../platform/blobs/receive-blob.ts";
import type { UploadRefusal } from "./refuse-upload.ts";
import { TOO_LARGE } from "./upload-head.ts";

type Taken = { draft: BlobDraft; header: Extract<PictureVerdict, { kind: "accepted" }>["header"] } | UploadRefusal;

interface Promised {
  bytes: number;
  hash: string;
}

/** Streams a picture to disk and judges it there; whatever is refused leaves nothing behind (IM45). */
export async function receivePicture(app: App, body: AsyncIterable<Uint8Array>, promised: Promised): Promise<Taken> {
  const received = await app.blobs.receive(body, MAX_PICTURE_BYTES);
  switch (received.kind) {
    case "too_large":
      return TOO_LARGE;
    case "cut":
      return cut(received.bytes, promised.bytes);
    case "no_room":
      return {
        code: "storage_full",
        message: `The disk of the console's machine is full (${received.code}); nothing was stored.`,
        fix: "Free space on the disk that holds the console's data folder, then upload again.",
      };
    case "received":
      return judge(app, received.draft, promised);
  }
}

async function judge(app: App, draft: BlobDraft, promised: Promised): Promise<Taken> {
  const refuse = async (refusal: UploadRefusal): Promise<UploadRefusal> => {
    await draft.discard();
    return refusal;
  };
  if (draft.bytes < promised.bytes) return refuse(cut(draft.bytes, promised.bytes));
  if (draft.hash !== promised.hash) {
    return refuse({
      code: "hash_mismatch",
      message: `The received bytes have the hash ${draft.hash}, announced was ${promised.hash}.`,
      fix: "The file changed on its way or while it was read; upload it again.",
    });
  }
  const verdict = judgePicture(await draft.inspect(readImageHeader), app.env.takesAvif);
  switch (verdict.kind) {
    case "unsupported":
      return refuse({
        code: "unsupported_format",
        message: `This is ${verdict.found}; JPEG, PNG and WebP are taken.`,
        fix: verdict.wayOut,
      });
    case "refused":
      return refuse({
        code: "image_refused",
        message: `The picture is refused: ${verdict.reason}.`,
        fix: "Save it again as a smaller JPEG, PNG or WebP.",
      });
    case "accepted":
      return { draft, header: verdict.header };
  }
}

const cut = (got: number, wanted: number): UploadRefusal => ({
  code: "upload_cut",
  message: `The upload ended after ${got} of ${wanted} bytes; nothing was stored.`,
  fix: "Upload it again.",
});
