import type { GgufFileInfo } from "node-llama-cpp";

const BLOCK_SIZE = 32;

/** Why this head size cannot have a quantised KV cache, in the engine's own words, or null when it can. */
export function kvBitsReason(headSize: number | null): string | null {
  if (headSize === null || headSize % BLOCK_SIZE === 0) return null;
  return `K cache type q8_0 with block size ${BLOCK_SIZE} does not divide n_embd_head_k=${headSize}`;
}

/** Values of one attention head's keys as the header says, or null. */
export function headSizeOf({ architectureMetadata }: GgufFileInfo): number | null {
  const { attention, embedding_length: width } = architectureMetadata;
  const stated = attention?.key_length;
  if (typeof stated === "number") return stated;
  const heads: unknown = attention?.head_count;
  return typeof heads === "number" && heads > 0 && typeof width === "number" ? width / heads : null;
}
