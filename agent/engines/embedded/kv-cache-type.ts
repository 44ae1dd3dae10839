import type { KvBits } from "../../../core/serving/knobs.ts";

/** The GGML number of a KV-cache type as the engine reports it, by bits. */
const GGML_TYPE = { unset: 1, 8: 8, 4: 2 } as const;

type CacheOptions = {
  readonly experimentalKvCacheKeyType?: "Q8_0" | "Q4_0";
  readonly experimentalKvCacheValueType?: "Q8_0" | "Q4_0";
  readonly flashAttention?: true;
};

/** Context options of a KV setting: both caches, and flash attention for quantised ones, without which V cannot be quantised. */
export function kvCacheOptions(kvBits: KvBits): CacheOptions {
  if (kvBits === null) return {};
  const type = kvBits === 8 ? "Q8_0" : "Q4_0";
  return { experimentalKvCacheKeyType: type, experimentalKvCacheValueType: type, flashAttention: true };
}

/** Bits that key and value cache run at: null for F16, -1 for anything the product does not set. */
export function kvBitsOf(keyType: number, valueType: number): number | null {
  if (keyType !== valueType) return -1;
  if (keyType === GGML_TYPE.unset) return null;
  if (keyType === GGML_TYPE[8]) return 8;
  return keyType === GGML_TYPE[4] ? 4 : -1;
}
