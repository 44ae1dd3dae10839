import { readdir } from "node:fs/promises";
import path from "node:path";
import { isBlobHash } from "../../../core/canonical/blob-hash.ts";

/** All blobs of a folder in the order of their hashes, folder by folder, so that a million need no memory. */
export async function* listBlobs(root: string): AsyncGenerator<string> {
  for (const first of await foldersOf(root)) {
    for (const second of await foldersOf(path.join(root, first))) {
      for (const name of (await readdir(path.join(root, first, second))).sort()) if (isBlobHash(name)) yield name;
    }
  }
}

async function foldersOf(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort();
}
