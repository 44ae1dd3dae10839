import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { ModelFailure } from "../model-failure.ts";
import type { HubFile } from "./hub-listing.ts";

export type FileRequest = {
  readonly url: string;
  readonly target: string;
  readonly file: HubFile;
  readonly signal: AbortSignal;
  /** Bytes of this file on disk so far. */
  readonly onBytes: (bytes: number) => void;
};

/** Fetches one file into `<target>.incomplete`, goes on where an earlier attempt ended, checks the digest and renames it. */
export async function fetchFile(request: FileRequest): Promise<void> {
  const partial = `${request.target}.incomplete`;
  await mkdir(dirname(partial), { recursive: true });
  const have = await sizeOf(partial);
  if (have < request.file.bytes || have === 0) await download(request, partial, have);
  if ((await digestOf(partial, request.file)) !== request.file.digest.hex) {
    await rm(partial, { force: true });
    throw new ModelFailure(`weight hash mismatch: ${request.file.name}`);
  }
  await rename(partial, request.target);
}

async function download({ url, file, signal, onBytes }: FileRequest, partial: string, have: number): Promise<void> {
  const headers = have > 0 ? { range: `bytes=${have}-` } : {};
  const response = await fetch(url, { signal, headers }).catch((cause: unknown) => {
    throw new ModelFailure(`fetch failed: ${file.name} is not reachable`, { cause });
  });
  if (!response.ok || response.body === null)
    throw new ModelFailure(`fetch failed: HTTP ${response.status} for ${file.name}`);
  const isResumed = response.status === 206;
  const handle = await open(partial, isResumed ? "a" : "w", 0o644);
  let done = isResumed ? have : 0;
  try {
    for await (const chunk of response.body) {
      await handle.write(chunk);
      done += chunk.length;
      onBytes(done);
    }
    await handle.sync();
  } catch (cause) {
    throw new ModelFailure(`fetch failed: ${file.name} was interrupted at ${done} of ${file.bytes} bytes`, { cause });
  } finally {
    await handle.close();
  }
  if (done < file.bytes)
    throw new ModelFailure(`fetch failed: ${file.name} was interrupted at ${done} of ${file.bytes} bytes`);
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

async function digestOf(path: string, { bytes, digest }: HubFile): Promise<string> {
  const hash = createHash(digest.kind === "sha256" ? "sha256" : "sha1");
  if (digest.kind === "git-object") hash.update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}
