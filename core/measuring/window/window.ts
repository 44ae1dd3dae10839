import type { RawRequest, TpsMethod } from "../replicate.ts";
import { type RequestMetrics, readRequest } from "../request-metrics.ts";
import { SLO_SETS, type SloSet } from "./slo.ts";

/** One request of a load level; both times in microseconds after the level's own start. */
interface TimedRequest extends RawRequest {
  /** The planned send time; `t0Us` behind it is the client queue. */
  tSchedUs: number;
  t0Us: number;
}

export interface WindowQuestion {
  requests: readonly TimedRequest[];
  method: TpsMethod;
  /** M15: in an open loop TTFT and E2E count from the planned send time. */
  isOpenLoop: boolean;
}

/** An ok request of a window; TTFT, TTFO and E2E from the start that counts for its load. */
export interface WindowedRequest extends RequestMetrics {
  clientQueueMs: number;
}

interface Goodness {
  name: SloSet["name"];
  good: number;
  /** Good requests of all attempted, failed ones included. */
  goodFraction: number;
  /** Good requests per second of the window. */
  goodputRps: number | null;
}

/** M section 3 for one load level; rates are null when nothing was ok. */
export interface WindowMetrics {
  ok: WindowedRequest[];
  attempted: number;
  errored: number;
  /** First measured `t0` to last measured `a_last`. */
  windowMs: number | null;
  outputTps: number | null;
  requestRps: number | null;
  errorFraction: number | null;
  goodness: Goodness[];
}

const endUs = (request: TimedRequest): number => request.t0Us + (request.stampsUs.at(-1) ?? 0);

/** One request as its load counts it; null when it is not ok. */
export function readTimed(
  request: TimedRequest,
  question: Pick<WindowQuestion, "method" | "isOpenLoop">,
): WindowedRequest | null {
  const read = readRequest(request, question.method);
  if (read.kind === "failed") return null;
  const clientQueueMs = (request.t0Us - request.tSchedUs) / 1000;
  const waitedMs = question.isOpenLoop ? clientQueueMs : 0;
  const { ttftMs, ttfoMs, e2eMs } = read.metrics;
  return {
    ...read.metrics,
    clientQueueMs,
    ttftMs: ttftMs + waitedMs,
    ttfoMs: ttfoMs === null ? null : ttfoMs + waitedMs,
    e2eMs: e2eMs + waitedMs,
  };
}

/** A request without a rate keeps no limit on it, so it is not good. */
function isGood(request: WindowedRequest, slo: SloSet): boolean {
  return request.ttftMs <= slo.ttftMs && request.tpotMs !== null && request.tpotMs <= slo.tpotMs;
}

/** The window's numbers from its raw requests; what the client itself called off was never attempted (section 5). */
export function measureWindow(question: WindowQuestion): WindowMetrics {
  const attempted = question.requests.filter(({ errorClass }) => errorClass !== "cancelled");
  const ok = attempted.flatMap((request) => readTimed(request, question) ?? []);
  const okRaw = attempted.filter((request) => readRequest(request, question.method).kind === "ok");
  const windowUs = Math.max(...okRaw.map(endUs)) - Math.min(...attempted.map(({ t0Us }) => t0Us));
  const windowMs = okRaw.length === 0 || windowUs <= 0 ? null : windowUs / 1000;
  const perSecond = (count: number): number | null => (windowMs === null ? null : (1000 * count) / windowMs);
  return {
    ok,
    attempted: attempted.length,
    errored: attempted.length - ok.length,
    windowMs,
    outputTps: perSecond(ok.reduce((sum, { nOut }) => sum + nOut, 0)),
    requestRps: perSecond(ok.length),
    errorFraction: attempted.length === 0 ? null : (attempted.length - ok.length) / attempted.length,
    goodness: SLO_SETS.map((slo) => {
      const good = ok.filter((request) => isGood(request, slo)).length;
      return {
        name: slo.name,
        good,
        goodFraction: attempted.length === 0 ? 0 : good / attempted.length,
        goodputRps: perSecond(good),
      };
    }),
  };
}
