import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { CATALOGUE, ggufFormOf, PRACTICE_CANDIDATES } from "../../core/serving/catalogue.ts";
import { parseModelId } from "../../core/serving/model-id.ts";
import { findCached } from "./hub/fetch-model.ts";
import { cachedFiles, namesIn, repositoryFolder } from "./hub/hub-cache.ts";
import type { ModelStores } from "./model-stores.ts";
import { findPracticeModel, practiceFile } from "./practice/practice-file.ts";

export type CachedModelEntry = { readonly id: string; readonly bytes: number | null };

/** B41: true when the model could start without fetching. File system only. */
export function isModelCached(id: string, stores: ModelStores): boolean {
  const practice = findPracticeModel(id);
  if (practice !== null) return existsSync(practiceFile(stores.practiceDir, practice));
  const form = parseModelId(ggufFormOf(id) ?? id);
  if (form.kind === "path") return existsSync(form.path);
  return form.kind === "gguf" && findCached({ ...form, revision: null }, stores.hubCacheDir) !== null;
}

/** The folder that grows while the model is fetched (B22), or null for an id that has none. */
export function modelFolder(id: string, stores: ModelStores): string | null {
  const form = parseModelId(ggufFormOf(id) ?? id);
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
