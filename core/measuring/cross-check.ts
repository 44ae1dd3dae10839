import type { EngineShare } from "./engine-share.ts";
import type { RawReplicate, RawRequest, TpsMethod } from "./replicate.ts";
import { readRequest } from "./request-metrics.ts";

const MOST_DISAGREEMENT = 0.1;
const LENGTH_SHARE = 0.05;
const LENGTH_TOKENS = 50;

/** M9: an answer misses its asked length by more than min(5 %, 50 tokens). */
export function lengthMisses(ok: readonly { nOut: number }[], maxTokens: number): boolean {
  const limit = Math.min(LENGTH_SHARE * maxTokens, LENGTH_TOKENS);
  return ok.some(({ nOut }) => Math.abs(nOut - maxTokens) > limit);
}

const isFarFrom = (own: number, theirs: number): boolean => Math.abs(own - theirs) > MOST_DISAGREEMENT * Math.abs(own);

/** M9: our decode rate and token count against the engine's own counters over the same requests. */
export function engineComparison(
  engine: EngineShare | null,
  measured: readonly RawRequest[],
  method: TpsMethod,
): { decodeTps: number | null; isOff: boolean } {
  if (engine === null || engine.decodeMs <= 0 || engine.completionTokens <= 0) return { decodeTps: null, isOff: false };
  const decodeTps = (1000 * engine.completionTokens) / engine.decodeMs;
  let [tokens, decoded, decodeMs] = [0, 0, 0];
  for (const request of measured) {
    const read = readRequest(request, method);
    if (read.kind === "failed") continue;
    const { nOut, k1, tpotMs } = read.metrics;
    tokens += nOut;
    if (tpotMs === null) continue;
    decoded += nOut - k1;
    decodeMs += (nOut - k1) * tpotMs;
  }
  if (decodeMs <= 0) return { decodeTps, isOff: false };
  return {
    decodeTps,
    isOff: isFarFrom((1000 * decoded) / decodeMs, decodeTps) || isFarFrom(tokens, engine.completionTokens),
  };
}

/** What one replicate of a tune is flagged with by M9; a replicate that carries no counters is compared with none. */
export function crossCheckFlags({ requests, maxTokens, engine }: RawReplicate, method: TpsMethod): string[] {
  const read = requests.map((request) => readRequest(request, method));
  const ok = read.flatMap((request) => (request.kind === "ok" ? [request.metrics] : []));
  return [
    ...(maxTokens !== undefined && lengthMisses(ok, maxTokens) ? ["length_miss"] : []),
    ...(engineComparison(engine ?? null, requests, method).isOff ? ["engine_disagrees"] : []),
  ];
}
