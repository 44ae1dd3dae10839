import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ggufFormOf, mlxFormOf } from "../../core/serving/catalogue.ts";
import { type EngineName, modelFormOf } from "../../core/serving/engine-name.ts";
import { isSameModel, parseModelId } from "../../core/serving/model-id.ts";
import { checkGgufFile } from "./gguf/check-file.ts";
import { type FetchContext, fetchMlxModel, fetchModel } from "./hub/fetch-model.ts";
import { isMlxForm, mlxWeightsBytes } from "./hub/mlx-snapshot.ts";
import { ModelFailure } from "./model-failure.ts";
import type { ModelStores } from "./model-stores.ts";
import { ownModelName } from "./own-model-name.ts";
import { findPracticeModel, practiceFile } from "./practice/practice-file.ts";
import { ensurePracticeModel } from "./practice/write-practice-model.ts";

export type ResolveContext = Omit<FetchContext, "hubCacheDir"> & {
  readonly engine: EngineName;
  readonly stores: ModelStores;
  readonly revisions: Readonly<Record<string, string>>;
};

/** A file, a folder, or the name an engine fetches by; weights in bytes, null where only the engine knows. */
export type LocalModel = { readonly path: string; readonly bytes: number | null; readonly revision: string | null };

/** A50: an id in the form its engine loads, written or fetched when it is not there. Throws `ModelFailure`. */
export function resolveModel(id: string, context: ResolveContext): Promise<LocalModel> {
  switch (modelFormOf(context.engine)) {
    case "gguf":
      return resolveGguf(id, context);
    case "mlx":
      return resolveMlx(id, context);
    case "own":
      return Promise.resolve({ path: ownModelName(id, context.engine), bytes: null, revision: pinned(id, context) });
  }
}

async function resolveGguf(id: string, context: ResolveContext): Promise<LocalModel> {
  const practice = findPracticeModel(id);
  if (practice !== null) {
    const path = practiceFile(context.stores.practiceDir, practice);
    await ensurePracticeModel(practice, path);
    return localFile(path, null);
  }
  const form = parseModelId(ggufFormOf(id) ?? id);
  switch (form.kind) {
    case "path":
      return localFile(form.path, null);
    case "gguf": {
      const { hubCacheDir } = context.stores;
      const { path, revision } = await fetchModel(
        { ...form, revision: pinned(id, context) },
        { ...context, hubCacheDir },
      );
      return localFile(path, revision);
    }
    case "mlx":
      throw new ModelFailure(`model ${id} has no GGUF form`);
    case "practice":
    case "invalid":
      throw new ModelFailure(`model ${id} is not known`);
  }
}

async function resolveMlx(id: string, context: ResolveContext): Promise<LocalModel> {
  const form = parseModelId(mlxFormOf(id) ?? id);
  switch (form.kind) {
    case "path":
      return localFolder(form.path, { id, revision: null });
    case "mlx": {
      const { hubCacheDir } = context.stores;
      const model = { repository: form.repository, revision: pinned(id, context) };
      const { path, revision } = await fetchMlxModel(model, { ...context, hubCacheDir });
      return localFolder(path, { id, revision });
    }
    case "gguf":
    case "practice":
      throw new ModelFailure(`model ${id} has no MLX form`);
    case "invalid":
      throw new ModelFailure(`model ${id} is not known`);
  }
}

function pinned(id: string, { revisions }: ResolveContext): string | null {
  return Object.entries(revisions).find(([name]) => isSameModel(name, id))?.[1] ?? null;
}

async function localFile(path: string, revision: string | null): Promise<LocalModel> {
  const stats = await stat(path).catch(() => null);
  if (stats?.isFile() !== true) throw new ModelFailure(`model file ${path} does not exist`);
  await checkGgufFile(path);
  return { path, bytes: stats.size, revision };
}

async function localFolder(
  path: string,
  { id, revision }: { id: string; revision: string | null },
): Promise<LocalModel> {
  const names = await readdir(path).catch(() => null);
  if (names === null) throw new ModelFailure(`model folder ${path} does not exist`);
  if (!isMlxForm(names)) throw new ModelFailure(`model ${id} has no MLX form`);
  const files = await Promise.all(names.map(async (name) => ({ name, bytes: (await stat(join(path, name))).size })));
  return { path, bytes: mlxWeightsBytes(files), revision };
}
