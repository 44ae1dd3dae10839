import { connect, type Socket } from "node:net";

export type OpenSocket =
  | { readonly kind: "open"; readonly socket: Socket; readonly connectUs: number }
  | { readonly kind: "failed"; readonly message: string };

/** Connects before the request's `t0`, so that connect time is never part of a first-token time (M2). */
export function openSocket(port: number, nowUs: () => number, signal: AbortSignal): Promise<OpenSocket> {
  const startedUs = nowUs();
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true, signal });
    const onError = (error: Error) => resolve({ kind: "failed", message: error.message });
    // Stays: a socket that breaks while the others of its volley still connect must not end this process.
    socket.on("error", onError);
    socket.once("connect", () => {
      resolve({ kind: "open", socket, connectUs: Math.max(0, nowUs() - startedUs) });
    });
  });
}
