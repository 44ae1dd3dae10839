import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../host/environment.ts";

/** The folders that hold models: the hub cache shared by all engines (A51), this product's practice files, and ollama's own store. */
export type ModelStores = { readonly hubCacheDir: string; readonly practiceDir: string; readonly ollamaDir: string };

/** A51: `hub_cache_dir`, else HF_HUB_CACHE, else HF_HOME/hub, else ~/.cache/huggingface/hub; practice files under the XDG cache. */
export function resolveModelStores(hubCacheDir: string | null, environment: Environment): ModelStores {
  const home = environment["HOME"] ?? homedir();
  const hubHome = environment["HF_HOME"];
  const fromHome = hubHome === undefined ? join(home, ".cache", "huggingface", "hub") : join(hubHome, "hub");
  return {
    hubCacheDir: hubCacheDir ?? environment["HF_HUB_CACHE"] ?? fromHome,
    practiceDir: join(environment["XDG_CACHE_HOME"] ?? join(home, ".cache"), "espalier", "practice"),
    ollamaDir: environment["OLLAMA_MODELS"] ?? join(home, ".ollama", "models"),
  };
}
