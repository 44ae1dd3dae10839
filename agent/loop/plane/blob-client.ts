import { decideRetry, retryDelayMs } from "../../../core/leases/retry.ts";
import { blake3OfFile } from "../../imaging/hash.ts";
import type { World } from "../world.ts";
import { downloadOnce } from "./blobs/download-blob.ts";
import { uploadFileOnce } from "./blobs/upload-blob.ts";
import type { PlaneResult } from "./plane-client.ts";
import type { PlaneLink } from "./plane-link.ts";

/** `stopped`: the signal ended it, what was sent or received stays for the next try. */
type BlobOutcome<Value> =
  | { kind: "ok"; value: Value }
  | { kind: "refused"; code: string; message: string }
  | { kind: "stopped" };

export interface BlobClient {
  /** BL1: sends a file in parts, going on where an earlier try broke off. Throws what reading the file throws. */
  upload(file: string, signal: AbortSignal): Promise<BlobOutcome<{ blake3: string; bytes: number }>>;
  /** BL2: fetches a blob of the live job into `file`, which exists only when its hash is right. Throws what writing it throws. */
  download(blob: BlobDownload, signal: AbortSignal): Promise<BlobOutcome<{ bytes: number }>>;
}

interface BlobDownload {
  blake3: string;
  file: string;
  limitBytes: number;
}

interface BlobClientSetup {
  world: World;
  plane: Pick<PlaneLink, "authorised" | "nudge">;
}

/** Moves blobs between this agent and its console; retries until the signal when only time is needed (TR8). */
export function createBlobClient(setup: BlobClientSetup): BlobClient {
  return {
    upload: async (file, signal) => {
      const blake3 = await blake3OfFile(file);
      const sent = await untilDecided(setup, signal, () => uploadFileOnce(setup, { file, blake3, signal }));
      return sent.kind === "ok" ? { kind: "ok", value: { blake3, bytes: sent.value } } : sent;
    },
    download: async (blob, signal) => {
      const got = await untilDecided(setup, signal, () => downloadOnce(setup, { ...blob, signal }));
      return got.kind === "ok" ? { kind: "ok", value: { bytes: got.value } } : got;
    },
  };
}

async function untilDecided<Value>(
  { world, plane }: BlobClientSetup,
  signal: AbortSignal,
  tryOnce: () => Promise<PlaneResult<Value>>,
): Promise<BlobOutcome<Value>> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    const result = await tryOnce();
    if (result.kind === "ok") return result;
    if (result.kind === "refused" && isFinal(result)) {
      return { kind: "refused", code: result.code, message: result.message };
    }
    const retryAfterMs = result.kind === "refused" ? (result.retryAfterMs ?? 0) : 0;
    const delayMs = retryDelayMs({ failures, random: world.random(), retryAfterMs });
    await world.wait(delayMs, AbortSignal.any([signal, plane.nudge()]));
  }
  return { kind: "stopped" };
}

/** A part that begins elsewhere only means that the console knows better how far it is. */
export function isFinal(refusal: { status: number; code: string }): boolean {
  if (refusal.code === "wrong_offset") return false;
  return refusal.status === 413 || decideRetry(refusal.status) === "give-up";
}
