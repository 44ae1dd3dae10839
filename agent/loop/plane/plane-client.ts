import type { z } from "zod";
import { PlaneError, type PlaneErrorCode } from "../../../core/contract/v1/messages.ts";
import { decodeWire, encodeWire } from "../../../core/contract/v1/wire.ts";
import type { World } from "../world.ts";

/** What came of one call; only `unreachable` and non-final refusals are worth a retry (TR8). */
export type PlaneResult<T> =
  | { kind: "ok"; value: T }
  | { kind: "refused"; status: number; code: PlaneErrorCode; message: string; retryAfterMs: number | null }
  | { kind: "unreachable"; reason: string };

export interface PlaneCall<Request, Answer> {
  /** Below `/agent/v1/`. */
  path: string;
  request: z.ZodType<Request>;
  answer: z.ZodType<Answer>;
  body: Request;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** TR6: `http://` only on loopback unless the owner allowed it. Returns the refusal in words, null when the address is fine. */
export function refuseAddress(consoleUrl: string, allowHttp: boolean): string | null {
  const url = URL.canParse(consoleUrl) ? new URL(consoleUrl) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return `${consoleUrl} is not an http or https address`;
  }
  const isLoopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === "http:" && !isLoopback && !allowHttp) return `${consoleUrl} is not encrypted`;
  return null;
}

function retryAfterMs(header: string | null): number | null {
  const seconds = header === null ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

function codeOf(status: number): PlaneErrorCode {
  if (status === 401) return "unauthenticated";
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limited";
  return status < 500 ? "bad_request" : "internal";
}

/** A refusal of the console as its text says (TR7), else by its status. */
export function readRefusal(status: number, text: string, header: string | null): PlaneResult<never> {
  try {
    const { error } = decodeWire(PlaneError, JSON.parse(text));
    const after = error.retryAfterMs ?? retryAfterMs(header);
    return { kind: "refused", status, code: error.code, message: error.message, retryAfterMs: after };
  } catch {
    return {
      kind: "refused",
      status,
      code: codeOf(status),
      message: `HTTP ${status}`,
      retryAfterMs: retryAfterMs(header),
    };
  }
}

/** One call of the agent plane (TR5). Never throws for what the network or the console does. */
export async function callPlane<Request, Answer>(
  world: World,
  target: { consoleUrl: string; token: string | null },
  call: PlaneCall<Request, Answer>,
): Promise<PlaneResult<Answer>> {
  const body = JSON.stringify(encodeWire(call.request, call.body));
  try {
    const answer = await world.http({
      url: new URL(`/agent/v1/${call.path}`, target.consoleUrl).href,
      body,
      token: target.token,
      timeoutMs: call.timeoutMs,
      signal: call.signal,
    });
    if (answer.status < 200 || answer.status > 299) return readRefusal(answer.status, answer.text, answer.retryAfter);
    return { kind: "ok", value: decodeWire(call.answer, JSON.parse(answer.text)) };
  } catch (cause) {
    return { kind: "unreachable", reason: cause instanceof Error ? describe(cause) : String(cause) };
  }
}

/** A failure of the network in words. */
export function describe(failure: Error): string {
  return failure.cause instanceof Error ? `${failure.message}: ${failure.cause.message}` : failure.message;
}
