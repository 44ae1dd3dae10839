import type { EngineName } from "../../../core/serving/engine-name.ts";
import { cachedModelBytes, isModelCached } from "../../engines/model-cache.ts";
import type { ModelStores } from "../../engines/model-stores.ts";
import type { ModelCacheView } from "../search/tune-context.ts";

/** The model cache as a run with this engine looks at it: by file system only (B22, B41). */
export function viewModelCache(stores: ModelStores, engine: EngineName): ModelCacheView {
  return {
    isCached: (model) => isModelCached(model, stores, engine),
    cachedBytes: (model) => cachedModelBytes(model, stores, engine),
  };
}
