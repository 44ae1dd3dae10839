import type { RawReplicate, RawRequest } from "./replicate.ts";

/** A raw request of evenly spaced events; what a test cares about is overridden. Times in ms. */
export function testRequest(
  timing: { ttftMs: number; tpotMs: number; tokens: number },
  change: Partial<RawRequest> = {},
): RawRequest {
  const stampsUs = Array.from({ length: timing.tokens }, (_, index) =>
    Math.round((timing.ttftMs + index * timing.tpotMs) * 1000),
  );
  return {
    connectUs: 100,
    stampsUs,
    firstOutputIndex: stampsUs.length === 0 ? null : 0,
    status: 200,
    nPrompt: 1600,
    nCached: 0,
    nUsage: timing.tokens,
    k1: 1,
    k1Known: false,
    finishReason: "length",
    errorClass: null,
    error: null,
    ...change,
  };
}

/** A volley of one request of 41 tokens; rate in tokens per second, time in ms. */
export function testReplicate(
  value: { index: number; tps: number; ttftMs: number },
  change: Partial<RawRequest> = {},
): RawReplicate {
  const { index, tps, ttftMs } = value;
  const requests = [testRequest({ ttftMs, tpotMs: 1000 / tps, tokens: 41 }, change)];
  return { index, isWarmUp: false, requests, flags: [] };
}

export function testWarmUp(ttftMs: number, change: Partial<RawRequest> = {}): RawReplicate {
  return { ...testReplicate({ index: 0, tps: 10, ttftMs }, change), isWarmUp: true };
}
