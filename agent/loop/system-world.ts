import { randomBytes, randomUUID } from "node:crypto";
import { systemClock } from "../host/system-clock.ts";
import { wait } from "../host/wait.ts";
import type { HttpSend, TransferSend, World } from "./world.ts";

const fetchSend: HttpSend = async (request) => {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const response = await fetch(request.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(request.token === null ? {} : { authorization: `Bearer ${request.token}` }),
    },
    body: request.body,
    redirect: "error",
    signal: request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]),
  });
  return { status: response.status, retryAfter: response.headers.get("retry-after"), text: await response.text() };
};

const fetchTransfer: TransferSend = async (request) => {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const response = await fetch(request.url, {
    method: request.method,
    headers: { ...request.headers, authorization: `Bearer ${request.token}` },
    ...(request.body === undefined ? {} : { body: request.body }),
    redirect: "error",
    signal: request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]),
  });
  return {
    status: response.status,
    header: (name) => response.headers.get(name),
    text: () => response.text(),
    pieces: () => response.body ?? new ReadableStream<Uint8Array>(),
  };
};

/** The real clock, randomness and network of this process. */
export const systemWorld: World = {
  clock: systemClock,
  wait,
  random: Math.random,
  uuid: randomUUID,
  bytes: randomBytes,
  http: fetchSend,
  transfer: fetchTransfer,
};
