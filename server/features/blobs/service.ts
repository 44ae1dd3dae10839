import type { ImageHeader } from "../../../core/imaging/sniff/read-image-header.ts";
import type { App, Tx } from "../../platform/app.ts";
import { transaction } from "../../platform/transaction.ts";
import { blobsOfJob, keepBlobRow, liveJobParams, storedBlobs } from "./repo.ts";

interface NewBlob {
  orgId: string;
  hash: string;
  bytes: number;
  /** As its header says; null where it is no picture. */
  header: ImageHeader | null;
  source: "upload" | "agent" | "server";
  agentId: string | null;
}

/** Stores what is known of bytes that are in the blob store, in the caller's transaction. */
async function recordBlob(app: App, tx: Tx, blob: NewBlob): Promise<void> {
  const { orgId, hash, bytes, header, source, agentId } = blob;
  const picture = header?.kind === "image" ? header : null;
  await keepBlobRow(tx, {
    orgId,
    blake3: hash,
    bytes,
    format: picture?.format ?? null,
    width: picture?.widthPx ?? null,
    height: picture?.heightPx ?? null,
    source,
    agentId,
    receivedAt: app.clock.now(),
  });
}

/** The same in a transaction of its own. */
export function recordBlobAlone(app: App, blob: NewBlob): Promise<void> {
  return transaction(app, "blobs.record", (tx) => recordBlob(app, tx, blob));
}

/** BL2: an agent may read only what its live job names. */
export async function mayReadBlob(app: App, agent: { id: string; orgId: string }, hash: string): Promise<boolean> {
  const params = await liveJobParams(app.db, agent.orgId, agent.id);
  return params.some((json) => json.includes(`"${hash}"`));
}

/** INV-22: whether every blob that the results of a job name is stored and hashed. */
export async function areBlobsStored(tx: Tx, job: { id: string; orgId: string }): Promise<boolean> {
  const named = await blobsOfJob(tx, job.orgId, job.id);
  if (named.length === 0) return true;
  const stored = await storedBlobs(tx, job.orgId, named);
  return named.every((hash) => stored.has(hash));
}
