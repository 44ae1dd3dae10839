import { connect, type Socket } from "node:net";
import { wait } from "../host/wait.ts";

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;

export type JoinFacts = { readonly socketPath: string; readonly port: number; readonly model: string };

export type JoinClient = {
  /** Says goodbye and stops trying. */
  leave(): Promise<void>;
};

export type JoinFactory = (facts: JoinFacts) => JoinClient;

/** A20, A23: registers this provider with the local agent and keeps the registration up, retrying with backoff. */
export function startJoinClient(facts: JoinFacts): JoinClient {
  const stop = new AbortController();
  let socket: Socket | null = null;
  const keepJoined = async () => {
    let retryMs = FIRST_RETRY_MS;
    while (!stop.signal.aborted) {
      socket = await open(facts.socketPath);
      if (socket !== null) {
        retryMs = FIRST_RETRY_MS;
        say(socket, { type: "provider", pid: process.pid, port: facts.port, model: facts.model });
        await closed(socket, stop.signal);
      }
      await wait(retryMs, stop.signal);
      retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
    }
  };
  const running = keepJoined();
  return {
    async leave() {
      if (socket !== null && !socket.destroyed) {
        socket.end(`${JSON.stringify({ type: "provider", pid: process.pid, state: "goodbye" })}\n`);
      }
      stop.abort();
      await running;
    },
  };
}

function open(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.unref();
    socket.once("connect", () => resolve(socket));
    socket.on("error", () => resolve(null));
  });
}

function say(socket: Socket, message: object): void {
  socket.resume();
  socket.write(`${JSON.stringify(message)}\n`);
}

function closed(socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
