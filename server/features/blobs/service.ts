import type { ImageHeader } from "../../../core/imaging/sniff/read-image-header.ts";
import type { App, Tx } from "../../platform/app.ts";
import { publish } from "../../platform/feed.ts";
import { transaction } from "../../platform/transaction.ts";
import { namedBlobs } from "./named-blobs.ts";
import { blobsOfJob, hasInput, keepBlobRow, keepUploadedInput, liveJobParams, storedBlobs } from "./repo.ts";

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

interface NewUpload {
  orgId: string;
  hash: string;
  bytes: number;
  header: Extract<ImageHeader, { kind: "image" }>;
  name: string | null;
  addedBy: string;
}

/** IM45: stores an uploaded picture's blob and the picture as an input, in one transaction; a known input stays as it is. */
export function recordUpload(app: App, upload: NewUpload): Promise<void> {
  const { orgId, hash, bytes, header, name, addedBy } = upload;
  return transaction(app, "blobs.upload", async (tx) => {
    await recordBlob(app, tx, { orgId, hash, bytes, header, source: "upload", agentId: null });
    await keepUploadedInput(tx, {
      orgId,
      blake3: hash,
      origin: "upload",
      name,
      bytes,
      format: header.format,
      width: header.widthPx,
      height: header.heightPx,
      addedBy,
      receivedAt: app.clock.now(),
    });
    await publish(tx, { orgId, at: app.clock.now(), topic: "image", subject: hash, kind: "input" });
  });
}

/** Whether a picture was uploaded here and its bytes still are; renews their age (IM45). */
export async function isUploaded(app: App, orgId: string, hash: string): Promise<boolean> {
  return (await hasInput(app.db, orgId, hash)) && (await app.blobs.has(hash));
}

/** BL2: an agent may read only what its live job names. */
export async function mayReadBlob(app: App, agent: { id: string; orgId: string }, hash: string): Promise<boolean> {
  const params = await liveJobParams(app.db, agent.orgId, agent.id);
  return params.some((json) => namedBlobs(json).has(hash));
}

/** The size of a blob that this organisation stored, in bytes; null when it is not here. Asking renews its age. */
export async function storedBytes(app: App, orgId: string, hash: string): Promise<number | null> {
  const known = await storedBlobs(app.db, orgId, [hash]);
  if (!known.has(hash) || !(await app.blobs.has(hash))) return null;
  return (await app.blobs.stat(hash))?.bytes ?? null;
}

/** Whether every one of these blobs is stored and hashed. */
export async function haveBlobs(tx: Tx, orgId: string, hashes: readonly string[]): Promise<boolean> {
  const stored = await storedBlobs(tx, orgId, [...new Set(hashes)]);
  return hashes.every((hash) => stored.has(hash));
}

/** INV-22: whether every blob that the results of a job name is stored and hashed. */
export async function areBlobsStored(tx: Tx, job: { id: string; orgId: string; paramsJson: string }): Promise<boolean> {
  const inputs = [...namedBlobs(job.paramsJson)];
  const named = await blobsOfJob(tx, { orgId: job.orgId, jobId: job.id, inputs });
  if (named.length === 0) return true;
  const stored = await storedBlobs(tx, job.orgId, named);
  return named.every((hash) => stored.has(hash));
}
