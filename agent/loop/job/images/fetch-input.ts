import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { MAX_PICTURE_BYTES } from "../../../../core/contract/v1/blobs.ts";
import type { ImageTrial } from "../../../../core/contract/v1/image-jobs.ts";
import type { RunErrorReason } from "../../../../core/imaging/record/parts.ts";
import type { BlobClient } from "../../plane/blob-client.ts";

type Unfetched =
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly exitReason: "blob_missing" | "blob_refused"; readonly message: string };

/** What became of one run of a job. */
export type RunEnd = { readonly kind: "trial"; readonly trial: ImageTrial } | Unfetched;

/** An input that no child here can decode. */
export interface Unreadable {
  readonly kind: "unreadable";
  readonly reason: RunErrorReason;
  readonly detail: string;
}

interface Fetching {
  readonly blobs: BlobClient;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Gives `work` the input as a file in a private folder that is gone afterwards. */
export async function withInput<End>(
  blake3: string,
  { blobs, folder, signal }: Fetching,
  work: (place: { inputPath: string; folder: string }) => Promise<End>,
): Promise<End | Unfetched> {
  const own = join(folder, "input");
  await mkdir(own, { recursive: true, mode: 0o700 });
  try {
    const inputPath = join(own, "picture");
    const got = await blobs.download({ blake3, file: inputPath, limitBytes: MAX_PICTURE_BYTES }, signal);
    if (got.kind === "stopped") return got;
    if (got.kind === "refused") {
      return { kind: "failed", exitReason: "blob_missing", message: `input ${blake3}: ${got.message}` };
    }
    return await work({ inputPath, folder: own });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
