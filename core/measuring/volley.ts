import type { RawRequest, TpsMethod } from "./replicate.ts";
import { type MeasuredRequest, measureRequest, methodOf, type RequestMetrics } from "./request-metrics.ts";

/** One value of a cell: requests started together (B109). */
export type MeasuredVolley =
  | {
      kind: "ok";
      /** Joint decode rate, tokens per second (B112). */
      tps: number;
      /** The largest of the volley, ms (B109). */
      ttftMs: number;
      isBundled: boolean;
      cache: RequestMetrics["cache"];
      method: TpsMethod;
    }
  | { kind: "failed"; reason: string };

/** `usage` when every request of the volley reported it. */
export function volleyMethod(requests: readonly RawRequest[]): TpsMethod {
  return requests.every((request) => methodOf(request) === "usage") ? "usage" : "deltas";
}

function worstCache(measured: readonly RequestMetrics[]): RequestMetrics["cache"] {
  const states = measured.map(({ cache }) => cache);
  if (states.includes("prefix_cached")) return "prefix_cached";
  return states.includes("unproven") ? "unproven" : "clean";
}

const isOk = (request: MeasuredRequest): request is Extract<MeasuredRequest, { kind: "ok" }> => request.kind === "ok";

/** The rate over the joint window of b requests, the decode rate of one; any failed request fails the volley (B109, B112, B114). */
export function measureVolley(requests: readonly RawRequest[], method: TpsMethod): MeasuredVolley {
  const measured = requests.map((request) => measureRequest(request, method));
  const failed = measured.find((request) => request.kind === "failed");
  if (failed !== undefined) return failed;
  const metrics = measured.filter(isOk).map((request) => request.metrics);
  const startsMs = requests.map(({ t0Us }) => (t0Us ?? 0) / 1000);
  const firstMs = Math.min(...metrics.map(({ ttftMs }, index) => (startsMs[index] ?? 0) + ttftMs));
  const lastMs = Math.max(...metrics.map(({ e2eMs }, index) => (startsMs[index] ?? 0) + e2eMs));
  const tokens = metrics.reduce((sum, { nOut, k1 }) => sum + nOut - k1, 0);
  return {
    kind: "ok",
    tps: (1000 * tokens) / (lastMs - firstMs),
    ttftMs: Math.max(...metrics.map(({ ttftMs }) => ttftMs)),
    isBundled: metrics.some((request) => request.isBundled),
    cache: worstCache(metrics),
    method,
  };
}
