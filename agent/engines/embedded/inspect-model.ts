import type { GgufFileInfo } from "node-llama-cpp";
import type { ModelInspection } from "../engine.ts";
import { headSizeOf } from "./head-size.ts";
import { loadLlama } from "./load-llama.ts";
import { metalWorkingSet } from "./metal-working-set.ts";

/** Reads a model's header, and the Metal budget of this machine where there is one (A60, A61). */
export async function inspectModel(modelPath: string): Promise<ModelInspection> {
  const { module, llama } = await loadLlama(null, () => undefined);
  const info = await module.readGgufFileInfo(modelPath, { readTensorInfo: false, logWarnings: false });
  const trained = info.architectureMetadata.context_length;
  return {
    trainedContext: typeof trained === "number" ? trained : null,
    kvBytesPerToken: kvBytesPerToken(info),
    budgetBytes: await metalWorkingSet(llama),
  };
}

/** Keys and values of all layers at 16 bit; null when a term is missing. */
function kvBytesPerToken(info: GgufFileInfo): number | null {
  const { attention, block_count: layers } = info.architectureMetadata;
  const heads: unknown = attention?.head_count_kv ?? attention?.head_count;
  const headSize = headSizeOf(info);
  if (typeof layers !== "number" || typeof heads !== "number" || headSize === null) return null;
  return 2 * 2 * layers * heads * headSize;
}
