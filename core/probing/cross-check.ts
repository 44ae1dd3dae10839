import type { TpsMethod } from "../measuring/replicate.ts";
import { readRequest } from "../measuring/request-metrics.ts";
import type { EngineShare, ProbeRequestRecord } from "./probe-record.ts";

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
  measured: readonly ProbeRequestRecord[],
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
