import { existsSync } from "node:fs";
import { mkdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { ModelFailure } from "../model-failure.ts";
import { fetchFile } from "./fetch-file.ts";
import { ggufParts } from "./gguf-parts.ts";
import { cachedFiles, snapshotFolder } from "./hub-cache.ts";
import { type HubFile, readHubListing } from "./hub-listing.ts";
import { findCachedMlx, isMlxForm } from "./mlx-snapshot.ts";

const GIB = 2 ** 30;

export type HubModel = { readonly repository: string; readonly quant: string; readonly revision: string | null };

export type FetchContext = {
  readonly endpoint: string;
  readonly hubCacheDir: string;
  readonly signal: AbortSignal;
  readonly onProgress: (bytesDone: number, bytesTotal: number) => void;
};

export type FetchedModel = { readonly path: string; readonly revision: string };

/** A51: the model's first file in the hub cache, fetched when it is not there. The revision is the pinned one, a cached one, or the newest. */
export async function fetchModel(model: HubModel, context: FetchContext): Promise<FetchedModel> {
  const cached = findCached(model, context.hubCacheDir);
  if (cached !== null) return cached;
  const { repository, quant } = model;
  const listing = await readHubListing({ ...context, repository, revision: model.revision });
  const names = ggufParts(
    listing.files.map(({ name }) => name),
    quant,
  );
  const files = names.flatMap((name) => listing.files.find((file) => file.name === name) ?? []);
  if (files.length === 0) throw new ModelFailure(`model ${repository}:${quant} has no GGUF form`);
  const folder = snapshotFolder(context.hubCacheDir, repository, listing.revision);
  await mkdir(folder, { recursive: true });
  await fetchAll({ files, folder, context, baseUrl: `${context.endpoint}/${repository}/resolve/${listing.revision}` });
  return { path: join(folder, names[0] ?? ""), revision: listing.revision };
}

/** A complete cached model: all its parts in one revision. */
export function findCached({ repository, quant, revision }: HubModel, hubCacheDir: string): FetchedModel | null {
  const files = cachedFiles(hubCacheDir, repository, revision);
  for (const name of new Set(files.map((file) => file.revision))) {
    const ofRevision = files.filter((file) => file.revision === name);
    const first = ggufParts(
      ofRevision.map((file) => file.name),
      quant,
    )[0];
    const path = ofRevision.find((file) => file.name === first)?.path;
    if (path !== undefined) return { path, revision: name };
  }
  return null;
}

export type MlxModel = { readonly repository: string; readonly revision: string | null };

/** A50, A51: a whole MLX repository in the hub cache, fetched when it is not there complete; the path is its folder. */
export async function fetchMlxModel(model: MlxModel, context: FetchContext): Promise<FetchedModel> {
  const cached = findCachedMlx(model, context.hubCacheDir);
  if (cached !== null) return cached;
  const { repository } = model;
  const listing = await readHubListing({ ...context, repository, revision: model.revision });
  const names = listing.files.map(({ name }) => name);
  if (!isMlxForm(names)) throw new ModelFailure(`model ${repository} has no MLX form`);
  if (!names.includes("tokenizer.json")) throw new ModelFailure(`missing tokenizer.json in ${repository}`);
  const folder = snapshotFolder(context.hubCacheDir, repository, listing.revision);
  await mkdir(folder, { recursive: true });
  const files = listing.files.filter(({ name }) => !name.endsWith(".gguf"));
  await fetchAll({ files, folder, context, baseUrl: `${context.endpoint}/${repository}/resolve/${listing.revision}` });
  return { path: folder, revision: listing.revision };
}

type Batch = { files: readonly HubFile[]; folder: string; baseUrl: string; context: FetchContext };

async function fetchAll({ files, folder, baseUrl, context }: Batch): Promise<void> {
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const missing = files.filter(({ name }) => !existsSync(join(folder, name)));
  let before = total - missing.reduce((sum, file) => sum + file.bytes, 0);
  await requireSpace(folder, total - before);
  context.onProgress(before, total);
  for (const file of missing) {
    await fetchFile({
      url: `${baseUrl}/${encodeURIComponent(file.name)}`,
      target: join(folder, file.name),
      file,
      signal: context.signal,
      onBytes: (bytes) => context.onProgress(before + bytes, total),
    });
    before += file.bytes;
    context.onProgress(before, total);
  }
}

/** A51: size + 5 %, and at least 1 GiB more than the size. */
async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const needed = Math.max(bytes * 1.05, bytes + GIB);
  if (bavail * bsize < needed)
    throw new ModelFailure(`disk full: ${Math.ceil(needed)} bytes needed, ${bavail * bsize} free`);
}
