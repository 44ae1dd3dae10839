import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type CachedFile, cachedFiles, snapshotFolder } from "./hub-cache.ts";

const INDEX = "model.safetensors.index.json";
const Index = z.looseObject({ weight_map: z.record(z.string(), z.string()) });

/** What an MLX repository must hold besides its tokenizer. */
export function isMlxForm(names: readonly string[]): boolean {
  return names.includes("config.json") && names.some((name) => name.endsWith(".safetensors"));
}

/** A complete cached MLX snapshot: its folder and revision. A partial download is not taken for one (B42). */
export function findCachedMlx(
  { repository, revision }: { repository: string; revision: string | null },
  hubCacheDir: string,
): { path: string; revision: string } | null {
  const files = cachedFiles(hubCacheDir, repository, revision);
  for (const name of new Set(files.map((file) => file.revision))) {
    if (isComplete(files.filter((file) => file.revision === name))) {
      return { path: snapshotFolder(hubCacheDir, repository, name), revision: name };
    }
  }
  return null;
}

function isComplete(files: readonly CachedFile[]): boolean {
  const names = files.map(({ name }) => name);
  if (!isMlxForm(names) || !names.includes("tokenizer.json")) return false;
  const index = files.find(({ name }) => name === INDEX);
  return index === undefined || shardsOf(index.path).every((shard) => names.includes(shard));
}

function shardsOf(path: string): string[] {
  try {
    return [...new Set(Object.values(Index.parse(JSON.parse(readFileSync(path, "utf8"))).weight_map))];
  } catch {
    return [];
  }
}

/** Bytes of the weights of an MLX folder. */
export function mlxWeightsBytes(files: readonly { readonly name: string; readonly bytes: number }[]): number {
  return files.filter(({ name }) => name.endsWith(".safetensors")).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The config file of an MLX folder. */
export const mlxConfigPath = (folder: string): string => join(folder, "config.json");
