import { stat } from "node:fs/promises";
import { ggufFormOf } from "../../core/serving/catalogue.ts";
import { isSameModel, parseModelId } from "../../core/serving/model-id.ts";
import { type FetchContext, fetchModel } from "./hub/fetch-model.ts";
import { ModelFailure } from "./model-failure.ts";
import type { ModelStores } from "./model-stores.ts";
import { findPracticeModel, practiceFile } from "./practice/practice-file.ts";
import { ensurePracticeModel } from "./practice/write-practice-model.ts";

export type ResolveContext = Omit<FetchContext, "hubCacheDir"> & {
  readonly stores: ModelStores;
  readonly revisions: Readonly<Record<string, string>>;
};

export type LocalModel = { readonly path: string; readonly bytes: number; readonly revision: string | null };

/** A50: an id's local GGUF file, written or fetched when it is not there. Throws `ModelFailure`. */
export async function resolveModel(id: string, context: ResolveContext): Promise<LocalModel> {
  const practice = findPracticeModel(id);
  if (practice !== null) {
    const path = practiceFile(context.stores.practiceDir, practice);
    await ensurePracticeModel(practice, path);
    return local(path, null);
  }
  const form = parseModelId(ggufFormOf(id) ?? id);
  switch (form.kind) {
    case "path":
      return local(form.path, null);
    case "gguf": {
      const { hubCacheDir } = context.stores;
      const { path, revision } = await fetchModel(
        { ...form, revision: pinned(id, context) },
        { ...context, hubCacheDir },
      );
      return local(path, revision);
    }
    case "mlx":
      throw new ModelFailure(`model ${id} has no GGUF form`);
    case "practice":
    case "invalid":
      throw new ModelFailure(`model ${id} is not known`);
  }
}

function pinned(id: string, { revisions }: ResolveContext): string | null {
  return Object.entries(revisions).find(([name]) => isSameModel(name, id))?.[1] ?? null;
}

async function local(path: string, revision: string | null): Promise<LocalModel> {
  const stats = await stat(path).catch(() => null);
  if (stats?.isFile() !== true) throw new ModelFailure(`model file ${path} does not exist`);
  return { path, bytes: stats.size, revision };
}
