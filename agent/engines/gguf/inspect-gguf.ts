import type { GgufFileInfo } from "node-llama-cpp";
import { readMetalBudget } from "../embedded/metal-working-set.ts";
import { EngineFailure, type ModelInspection } from "../engine.ts";
import { headSizeOf } from "./head-size.ts";

/** Reads a GGUF file's header, and the Metal budget of this machine where there is one (A60, A61). Throws `EngineFailure` when it is no model. */
export async function inspectGguf(modelPath: string): Promise<ModelInspection> {
  const info = await readHeader(modelPath);
  const trained = info.architectureMetadata.context_length;
  return {
    trainedContext: typeof trained === "number" ? trained : null,
    kvBytesPerToken: kvBytesPerToken(info),
    budgetBytes: await readMetalBudget(),
  };
}

/** Values of one attention head, or null where the header does not say. */
export async function readHeadSize(modelPath: string): Promise<number | null> {
  return headSizeOf(await readHeader(modelPath));
}

async function readHeader(modelPath: string): Promise<GgufFileInfo> {
  try {
    const { readGgufFileInfo } = await import("node-llama-cpp");
    return await readGgufFileInfo(modelPath, { readTensorInfo: false, logWarnings: false });
  } catch (cause) {
    throw new EngineFailure(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Keys and values of all layers at 16 bit; null when a term is missing. */
function kvBytesPerToken(info: GgufFileInfo): number | null {
  const { attention, block_count: layers } = info.architectureMetadata;
  const heads: unknown = attention?.head_count_kv ?? attention?.head_count;
  const headSize = headSizeOf(info);
  if (typeof layers !== "number" || typeof heads !== "number" || headSize === null) return null;
  return 2 * 2 * layers * heads * headSize;
}
