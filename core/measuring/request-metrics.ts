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
  /** Null when the first event held every token, or no time passed between first and last. */
  tpotMs: number | null;
  decodeTps: number | null;
  /** Null when the prompt was served from a cache or its length is unknown. */
  prefillTps: number | null;
  /** Inter-chunk latencies, never called inter-token latency. */
  chunkGapsMs: number[];
  cache: PrefixCacheState;
  /** M8: several tokens per event and nobody says how many in the first, so rates carry "≈". */
  isBundled: boolean;
}

export type ReadRequest = { kind: "ok"; metrics: RequestMetrics } | { kind: "failed"; reason: string };

/** A request with a rate, as a cell needs it. */
interface RatedMetrics extends RequestMetrics {
  tpotMs: number;
  decodeTps: number;
}

export type MeasuredRequest = { kind: "ok"; metrics: RatedMetrics } | { kind: "failed"; reason: string };

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
  if (stampsUs.length === 0) return errorReasons.noContent;
  return method === "usage" && request.nUsage === null ? errorReasons.methodChanged : null;
}

/** TPOT of measurement.md section 2; null when `n_out <= k1` or nothing lies between first and last event, never 0 or infinite. */
function timePerToken(spanMs: number, tokensAfterFirst: number): number | null {
  return tokensAfterFirst > 0 && spanMs > 0 ? spanMs / tokensAfterFirst : null;
}

/** One request under the run's token-count method; a failed one has a reason and no numbers (section 5). */
export function readRequest(request: RawRequest, method: TpsMethod): ReadRequest {
  const reason = failureOf(request, method);
  if (reason !== null) return { kind: "failed", reason };
  const stampsMs = request.stampsUs.map((stamp) => stamp / 1000);
  const ttftMs = stampsMs[0] ?? Number.NaN;
  const e2eMs = stampsMs.at(-1) ?? Number.NaN;
  const { nOut, k1 } = tokenCounts(request, method);
  const tpotMs = timePerToken(e2eMs - ttftMs, nOut - k1);
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
      decodeTps: tpotMs === null ? null : 1000 / tpotMs,
      prefillTps: freshTokens === null || ttftMs <= 0 ? null : (1000 * freshTokens) / ttftMs,
      chunkGapsMs: stampsMs.slice(1).map((stamp, index) => stamp - (stampsMs[index] ?? stamp)),
      cache,
      isBundled: isBundled(request),
    },
  };
}

/** A request as a cell counts it: one that gives no rate is a failure (B114, TM3). */
export function measureRequest(request: RawRequest, method: TpsMethod): MeasuredRequest {
  const read = readRequest(request, method);
  if (read.kind === "failed") return read;
  const { tpotMs, decodeTps, nOut } = read.metrics;
  if (nOut < 2 || tpotMs === null || decodeTps === null) {
    return { kind: "failed", reason: errorReasons.tooFewTokens(nOut) };
  }
  return { kind: "ok", metrics: { ...read.metrics, tpotMs, decodeTps } };
}
