import path from "node:path";
import { isBlobHash } from "../../../core/canonical/blob-hash.ts";

/** Where things of a blob folder are. */
export interface BlobPaths {
  root: string;
  /** Files being received; emptied at start. */
  incoming: string;
  /** Unfinished uploads of agents (BL1). */
  parts: string;
  /** Blobs whose bytes no longer match their name. */
  quarantine: string;
}

export function blobPaths(root: string): BlobPaths {
  const below = (name: string) => path.join(root, name);
  return { root, incoming: below("incoming"), parts: below("parts"), quarantine: below("quarantine") };
}

/** `ab/cd/<hash>` below the root; throws for anything that is no hash, so that no text of a caller becomes a path (UB5). */
export function blobPath(root: string, hash: string): string {
  if (!isBlobHash(hash)) throw new Error("not a blob hash");
  return path.join(root, hash.slice(0, 2), hash.slice(2, 4), hash);
}
