import type { Clock } from "../host/system-clock.ts";

/** One HTTP request of the agent; `body` is JSON text. */
interface HttpRequest {
  url: string;
  body: string;
  token: string | null;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

interface HttpAnswer {
  status: number;
  retryAfter: string | null;
  text: string;
}

/** Sends one POST; rejects when no complete answer arrived. */
export type HttpSend = (request: HttpRequest) => Promise<HttpAnswer>;

/** Clock, randomness and network, injected into all protocol code (CK2). */
export interface World {
  clock: Clock;
  /** Resolves after `ms` or once `signal` aborts; never rejects. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number in [0, 1). */
  random(): number;
  uuid(): string;
  bytes(count: number): Uint8Array;
  http: HttpSend;
}
