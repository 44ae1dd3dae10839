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

/** One transfer of raw bytes, a blob's part or the asking for it (BL1). */
export interface TransferRequest {
  method: "HEAD" | "PUT" | "GET";
  url: string;
  token: string;
  headers?: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

export interface TransferAnswer {
  status: number;
  header(name: string): string | null;
  /** Either this or `pieces`, once. */
  text(): Promise<string>;
  pieces(): AsyncIterable<Uint8Array>;
}

/** Sends one transfer; rejects when no answer arrived, and so do its readers when it breaks off. */
export type TransferSend = (request: TransferRequest) => Promise<TransferAnswer>;

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
  transfer: TransferSend;
}
