import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { isModelCached, modelFolder } from "../../engines/model-cache.ts";
import type { ModelStores } from "../../engines/model-stores.ts";
import type { ModelCacheView } from "../search/tune-context.ts";

/** The model cache as a run looks at it: by file system only (B22, B41). */
export function viewModelCache(stores: ModelStores): ModelCacheView {
  return {
    isCached: (model) => isModelCached(model, stores),
    cachedBytes: (model) => {
      const folder = modelFolder(model, stores);
      return folder === null ? 0 : bytesUnder(folder);
    },
  };
}

/** Links are not followed: a snapshot's links point at blobs that are counted already. */
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
