import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { CATALOGUE, ggufFormOf, mlxFormOf, PRACTICE_CANDIDATES } from "../../core/serving/catalogue.ts";
import { type EngineName, modelFormOf } from "../../core/serving/engine-name.ts";
import { parseModelId } from "../../core/serving/model-id.ts";
import { findCached } from "./hub/fetch-model.ts";
import { cachedFiles, namesIn, repositoryFolder } from "./hub/hub-cache.ts";
import { findCachedMlx, mlxConfigPath } from "./hub/mlx-snapshot.ts";
import type { ModelStores } from "./model-stores.ts";
import { findPracticeModel, practiceFile } from "./practice/practice-file.ts";

export type CachedModelEntry = { readonly id: string; readonly bytes: number | null };

/** B41: true when the engine could start the model without fetching. File system only. */
export function isModelCached(id: string, stores: ModelStores, engine: EngineName = "embedded"): boolean {
  if (engine === "ollama") return isInOllamaStore(id, stores);
  if (modelFormOf(engine) !== "gguf") return isMlxCached(id, stores);
  const practice = findPracticeModel(id);
  if (practice !== null) return existsSync(practiceFile(stores.practiceDir, practice));
  const form = parseModelId(ggufFormOf(id) ?? id);
  if (form.kind === "path") return existsSync(form.path);
  return form.kind === "gguf" && findCached({ ...form, revision: null }, stores.hubCacheDir) !== null;
}

function isMlxCached(id: string, stores: ModelStores): boolean {
  const form = parseModelId(mlxFormOf(id) ?? id);
  if (form.kind === "path") return existsSync(mlxConfigPath(form.path));
  return form.kind === "mlx" && findCachedMlx({ ...form, revision: null }, stores.hubCacheDir) !== null;
}

/** Ollama names a model of its store by a manifest file. */
function isInOllamaStore(id: string, { ollamaDir }: ModelStores): boolean {
  const form = parseModelId(ggufFormOf(id) ?? id);
  return form.kind === "gguf" && existsSync(join(ollamaDir, "manifests", "hf.co", form.repository, form.quant));
}

/** The folder that grows while the model is fetched (B22), or null for an id that has none. */
export function modelFolder(id: string, stores: ModelStores, engine: EngineName = "embedded"): string | null {
  if (engine === "ollama") return join(stores.ollamaDir, "blobs");
  const form = parseModelId((modelFormOf(engine) === "gguf" ? ggufFormOf(id) : mlxFormOf(id)) ?? id);
  switch (form.kind) {
    case "practice":
      return stores.practiceDir;
    case "path":
      return dirname(form.path);
    case "gguf":
    case "mlx":
      return repositoryFolder(stores.hubCacheDir, form.repository);
    case "invalid":
      return null;
  }
}

/** Bytes in that folder now: growth restarts the load deadline (B22, A41). Links are not followed: a snapshot's point at blobs counted already. */
export function cachedModelBytes(id: string, stores: ModelStores, engine: EngineName = "embedded"): number {
  const folder = modelFolder(id, stores, engine);
  return folder === null ? 0 : bytesUnder(folder);
}

function bytesUnder(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sum + bytesUnder(path);
      return entry.isFile() ? sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0) : sum;
    }, 0);
  } catch {
    return 0;
  }
}

/** Every model of this machine that could start without fetching: practice files, and GGUF files of the hub cache by catalogue or own id. */
export function listCachedModels(stores: ModelStores): CachedModelEntry[] {
  const practice = PRACTICE_CANDIDATES.filter((id) => isModelCached(id, stores)).map((id) => {
    const model = findPracticeModel(id);
    return { id, bytes: model === null ? null : sizeOf(practiceFile(stores.practiceDir, model)) };
  });
  return [...practice, ...namesIn(stores.hubCacheDir).flatMap((name) => cachedOfRepository(name, stores))];
}

function cachedOfRepository(folder: string, stores: ModelStores): CachedModelEntry[] {
  const [, organisation, name] = /^models--(.+?)--(.+)$/.exec(folder) ?? [];
  if (organisation === undefined || name === undefined) return [];
  const repository = `${organisation}/${name}`;
  const bytesByQuant = new Map<string, number>();
  for (const file of cachedFiles(stores.hubCacheDir, repository, null)) {
    const quant = /-([A-Za-z0-9_]+)(?:-\d{5}-of-\d{5})?\.gguf$/.exec(file.name)?.[1];
    if (quant !== undefined) bytesByQuant.set(quant, (bytesByQuant.get(quant) ?? 0) + file.bytes);
  }
  return [...bytesByQuant]
    .map(([quant, bytes]) => ({ id: `${repository}:${quant}`, bytes }))
    .filter(({ id }) => isModelCached(id, stores))
    .flatMap((entry) => [entry, ...catalogueIds(entry)]);
}

/** Recipes carry the catalogue's id, so a cached file is listed under it too. */
function catalogueIds({ id, bytes }: CachedModelEntry): CachedModelEntry[] {
  return CATALOGUE.filter(({ gguf }) => gguf.id === id).map(({ mlx }) => ({ id: mlx.id, bytes }));
}

function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}
