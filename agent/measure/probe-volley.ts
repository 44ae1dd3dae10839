import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { z } from "zod";
import { errorReasons } from "../../core/measuring/error-reasons.ts";
import type { ErrorClass, RawRequest } from "../../core/measuring/replicate.ts";
import { plainWords } from "../../core/units/plain-words.ts";
import { type OpenSocket, openSocket } from "./open-socket.ts";
import { createStreamReader, isOver, type StreamReader, type StreamReading } from "./stream-reading.ts";

export interface ProbeRequest {
  readonly port: number;
  readonly body: object;
  readonly idleTimeoutMs: number;
  /** A stream with more content events than this never ends and is given up (B114). */
  readonly maxEvents: number;
  readonly signal: AbortSignal;
  /** Monotonic microseconds; one clock for `t0` and all stamps (M1). */
  readonly nowUs: () => number;
  /** Sent as `x-request-id`, so that a server's log can be laid beside ours. */
  readonly requestId?: string;
  /** What reads the stream; a stand-in shows that a slow reader moves no stamp. */
  readonly openReader?: (originUs: number) => StreamReader;
}

/** Lines without content that a stream may have for each content event, before it counts as one that never ends (B114). */
const LINES_PER_EVENT = 10;
/** What is read of a refusal's body. */
const REFUSAL_BYTES = 65_536;

/** A refusal's own words, for sizing (B106) and for M12; never part of the stored request. */
interface Refusal {
  readonly status: number;
  readonly code: string | null;
  readonly message: string;
}

export interface ProbeOutcome {
  readonly raw: RawRequest;
  /** `t0` on the clock of `nowUs`. */
  readonly t0Us: number;
  /** When the answer was over, in whatever way, after `t0`. */
  readonly endUs: number;
  readonly refusal: Refusal | null;
  /** What the engine's tokenizer may still count after the measurement (M7); never stored, null where nothing is to be counted. */
  readonly uncounted: string | null;
}

interface Failure {
  readonly errorClass: ErrorClass;
  readonly error: string;
}

interface Ending {
  readonly status: number | null;
  readonly refusal: Refusal | null;
  readonly failure: Failure | null;
}

/** A request whose socket is connected, or could not be; `send` writes it at once and never throws. */
export interface PreparedRequest {
  send(): Promise<ProbeOutcome>;
}

/** Connects beforehand, so that a planned send time is not spent on connecting (M2). */
export async function prepareRequest(asked: ProbeRequest): Promise<PreparedRequest> {
  const opened = await openSocket(asked.port, asked.nowUs, asked.signal);
  return {
    send: async () => {
      if (opened.kind === "open" && !opened.socket.destroyed && !asked.signal.aborted) return sendOn(asked, opened);
      if (opened.kind === "open") opened.socket.destroy();
      return notConnected(asked, opened.kind === "failed" ? opened.message : "closed before the request");
    },
  };
}

/**
 * Measured requests started together: connected sockets, `t0` in the tick of the write, stamps by completing read
 * (M2–M6, B109). Never throws.
 */
export async function probeVolley(requests: readonly ProbeRequest[]): Promise<ProbeOutcome[]> {
  const prepared = await Promise.all(requests.map(prepareRequest));
  const outcomes = await Promise.all(prepared.map(({ send }) => send()));
  const firstUs = Math.min(...outcomes.map(({ t0Us }) => t0Us));
  return outcomes.map((outcome) => ({ ...outcome, raw: { ...outcome.raw, t0Us: outcome.t0Us - firstUs } }));
}

function notConnected(asked: ProbeRequest, message: string): ProbeOutcome {
  const failure: Failure = asked.signal.aborted
    ? { errorClass: "cancelled", error: "cancelled" }
    : { errorClass: "connect", error: errorReasons.request(message) };
  const reading = createStreamReader(0).reading;
  return {
    t0Us: asked.nowUs(),
    endUs: 0,
    refusal: null,
    uncounted: null,
    raw: rawOf({ reading, connectUs: null, ending: { status: null, refusal: null, failure } }),
  };
}

async function sendOn(asked: ProbeRequest, opened: Extract<OpenSocket, { kind: "open" }>): Promise<ProbeOutcome> {
  const payload = Buffer.from(JSON.stringify(asked.body));
  const call = httpRequest({
    method: "POST",
    path: "/v1/chat/completions",
    host: "127.0.0.1",
    port: asked.port,
    createConnection: () => opened.socket,
    headers: {
      "content-type": "application/json",
      "content-length": payload.length,
      accept: "text/event-stream",
      "accept-encoding": "identity",
      connection: "close",
      ...(asked.requestId === undefined ? {} : { "x-request-id": asked.requestId }),
    },
  });
  const stamp = { us: 0 };
  call.on("socket", (socket: Socket) => {
    socket.prependListener("data", () => {
      stamp.us = asked.nowUs();
    });
  });
  await socketReady(call);
  const t0Us = asked.nowUs();
  const reader = (asked.openReader ?? createStreamReader)(t0Us);
  const ended = follow({ asked, call, reader, stampUs: () => stamp.us });
  call.end(payload);
  const ending = await ended;
  opened.socket.destroy();
  const endUs = Math.max(0, asked.nowUs() - t0Us);
  const raw = rawOf({ reading: reader.reading, connectUs: opened.connectUs, ending });
  const uncounted = raw.errorClass === null ? reader.reading.firstEventText : null;
  return { t0Us, endUs, refusal: ending.refusal, uncounted, raw };
}

function socketReady(call: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    call.once("socket", () => resolve());
    call.once("error", () => resolve());
  });
}

interface Following {
  readonly asked: ProbeRequest;
  readonly call: ClientRequest;
  readonly reader: StreamReader;
  readonly stampUs: () => number;
}

function follow({ asked, call, reader, stampUs }: Following): Promise<Ending> {
  return new Promise((resolve) => {
    let status: number | null = null;
    const finish = (failure: Failure | null, refusal: Refusal | null = null) => {
      clearTimeout(idle);
      asked.signal.removeEventListener("abort", onAbort);
      resolve({ status, refusal, failure });
      call.destroy();
    };
    const onAbort = () => finish({ errorClass: "cancelled", error: "cancelled" });
    const onIdle = () =>
      finish({ errorClass: "idle_timeout", error: errorReasons.idleTimeout(Math.round(asked.idleTimeoutMs / 1000)) });
    const idle = setTimeout(onIdle, asked.idleTimeoutMs);
    asked.signal.addEventListener("abort", onAbort, { once: true });
    if (asked.signal.aborted) onAbort();
    const onError = (error: Error) => finish(brokenOff(status, error.message));
    call.on("error", onError);
    call.on("upgrade", () => finish({ errorClass: "http", error: errorReasons.http(101) }));
    call.on("response", (response) => {
      status = response.statusCode ?? null;
      if (status === null || status < 200 || status > 299) {
        void readRefusal(response, status ?? 0).then((refusal) =>
          finish({ errorClass: "http", error: errorReasons.http(status ?? 0) }, refusal),
        );
        return;
      }
      response.on("data", (chunk: Buffer) => {
        if (reader.take(chunk, stampUs())) idle.refresh();
        if (isOver(reader.reading)) finish(null);
        else if (isEndless(reader.reading, asked.maxEvents)) {
          finish({ errorClass: "nonfinite", error: errorReasons.notFinite });
        }
      });
      response.on("error", onError);
      response.on("end", () => finish(null));
      response.on("close", () => finish(null));
    });
  });
}

function isEndless({ stampsUs, lines }: StreamReading, maxEvents: number): boolean {
  return stampsUs.length > maxEvents || lines > LINES_PER_EVENT * maxEvents;
}

/** A connection that broke before a status never served the request; after one the answer was cut. */
function brokenOff(status: number | null, message: string): Failure {
  return { errorClass: status === null ? "connect" : "truncated", error: errorReasons.request(message) };
}

const ErrorBody = z.object({
  error: z.object({ message: z.string().catch(""), code: z.string().nullish().catch(null) }),
});

async function readRefusal(response: IncomingMessage, status: number): Promise<Refusal> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue;
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > REFUSAL_BYTES) break;
    }
    const parsed = ErrorBody.safeParse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    if (parsed.success) {
      const { code, message } = parsed.data.error;
      return { status, code: code ?? null, message: plainWords(message) };
    }
  } catch {
    // A refusal without a readable body still has its status.
  }
  return { status, code: null, message: "" };
}

interface Parts {
  readonly reading: StreamReading;
  readonly connectUs: number | null;
  readonly ending: Ending;
}

function rawOf({ reading, connectUs, ending }: Parts): RawRequest {
  const failure = ending.failure ?? streamFailure(reading);
  const isCounted = reading.firstEventTokens !== null && reading.firstEventTokens >= 1;
  return {
    connectUs,
    stampsUs: [...reading.stampsUs],
    firstOutputIndex: reading.firstOutputIndex,
    status: ending.status,
    nPrompt: reading.nPrompt,
    nCached: reading.nCached,
    nUsage: reading.nUsage,
    k1: Math.max(1, reading.firstEventTokens ?? 1),
    k1Known: isCounted,
    k1Source: isCounted ? "usage" : null,
    finishReason: reading.finishReason,
    errorClass: failure?.errorClass ?? null,
    error: failure?.error ?? null,
  };
}

/** Section 5 of measurement.md for a stream that came with HTTP 2xx; a leak counts first (B49). */
function streamFailure(reading: StreamReading): Failure | null {
  if (reading.leak !== null) return { errorClass: "leak", error: errorReasons.leak(reading.leak) };
  if (reading.streamError !== null) {
    return { errorClass: "stream_error", error: errorReasons.request(reading.streamError) };
  }
  if (reading.hasBrokenCount) return { errorClass: "nonfinite", error: errorReasons.notFinite };
  if (reading.stampsUs.length === 0) return { errorClass: "no_content", error: errorReasons.noContent };
  if (!reading.isDone && reading.finishReason === null) {
    return { errorClass: "truncated", error: errorReasons.request("stream ended early") };
  }
  return null;
}
