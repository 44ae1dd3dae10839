import { errorReasons } from "./error-reasons.ts";
import { type PrefixCacheState, prefixCacheState } from "./prefix-cache.ts";
import type { RawRequest, TpsMethod } from "./replicate.ts";

/** The numbers of one ok request (measurement.md section 2). Times in ms, rates per second. */
export interface RequestMetrics {
  ttftMs: number;
  /** First non-reasoning content event; null when everything was reasoning. */
  ttfoMs: number | null;
  e2eMs: number;
  nOut: number;
  k1: number;
  tpotMs: number;
  decodeTps: number;
  /** Null when the prompt was served from a cache or its length is unknown. */
  prefillTps: number | null;
  /** Inter-chunk latencies, never called inter-token latency. */
  chunkGapsMs: number[];
  cache: PrefixCacheState;
  /** M8: several tokens per event and nobody says how many in the first, so rates carry "≈". */
  isBundled: boolean;
}

export type MeasuredRequest = { kind: "ok"; metrics: RequestMetrics } | { kind: "failed"; reason: string };

/** The method one request supports by itself: `usage` only when the stream reported it. */
export function methodOf(request: RawRequest): TpsMethod {
  return request.nUsage === null ? "deltas" : "usage";
}

/** `n_out` and `k1` under a method; `deltas` counts events, so its first event is one token (M7, B112). */
function tokenCounts(request: RawRequest, method: TpsMethod): { nOut: number; k1: number } {
  if (method === "deltas") return { nOut: request.stampsUs.length, k1: 1 };
  return { nOut: request.nUsage ?? 0, k1: request.k1 };
}

function isBundled(request: RawRequest): boolean {
  return !request.k1Known && request.nUsage !== null && request.nUsage >= 1.5 * request.stampsUs.length;
}

function failureOf(request: RawRequest, method: TpsMethod): string | null {
  const { stampsUs } = request;
  if (request.error !== null) return request.error;
  if (request.errorClass !== null) return errorReasons.request(request.errorClass);
  if (stampsUs.some((stamp) => !Number.isFinite(stamp) || stamp < 0)) return errorReasons.notFinite;
  const first = stampsUs[0];
  const last = stampsUs.at(-1);
  if (first === undefined || last === undefined) return errorReasons.noContent;
  if (method === "usage" && request.nUsage === null) return errorReasons.methodChanged;
  const { nOut, k1 } = tokenCounts(request, method);
  return nOut < 2 || nOut <= k1 || last <= first ? errorReasons.tooFewTokens(nOut) : null;
}

/** One request under the run's token-count method; a failed one has a reason and no numbers, never 0 or infinite (B112, B114). */
export function measureRequest(request: RawRequest, method: TpsMethod): MeasuredRequest {
  const reason = failureOf(request, method);
  if (reason !== null) return { kind: "failed", reason };
  const stampsMs = request.stampsUs.map((stamp) => stamp / 1000);
  const ttftMs = stampsMs[0] ?? Number.NaN;
  const e2eMs = stampsMs.at(-1) ?? Number.NaN;
  const { nOut, k1 } = tokenCounts(request, method);
  const tpotMs = (e2eMs - ttftMs) / (nOut - k1);
  const cache = prefixCacheState(request.nPrompt, request.nCached);
  const freshTokens =
    request.nPrompt === null || cache === "prefix_cached" ? null : request.nPrompt - (request.nCached ?? 0);
  return {
    kind: "ok",
    metrics: {
      ttftMs,
      ttfoMs: request.firstOutputIndex === null ? null : (stampsMs[request.firstOutputIndex] ?? null),
      e2eMs,
      nOut,
      k1,
      tpotMs,
      decodeTps: 1000 / tpotMs,
      prefillTps: freshTokens === null || ttftMs <= 0 ? null : (1000 * freshTokens) / ttftMs,
      chunkGapsMs: stampsMs.slice(1).map((stamp, index) => stamp - (stampsMs[index] ?? stamp)),
      cache,
      isBundled: isBundled(request),
    },
  };
}
