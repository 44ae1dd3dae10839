import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { z } from "zod";

const GREETING_MS = 3_000;
const Hello = z.looseObject({ pid: z.int().positive() });

/** An open line to a living agent; `closed` resolves when the agent is gone. */
export interface AgentLine {
  pid: number;
  closed: Promise<void>;
  /** Tells the agent where its console is now. */
  announce(console: { url: string; joinToken: string }): void;
  hangUp(): void;
}

/** Greets the agent behind a local socket; null when nobody answers there. */
export async function greetAgent(socketPath: string): Promise<AgentLine | null> {
  const socket = connect(socketPath);
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
  socket.once("close", () => onClosed());
  socket.on("error", () => socket.destroy());
  const pid = await askPid(socket);
  if (pid === null) {
    socket.destroy();
    return null;
  }
  socket.resume();
  return {
    pid,
    closed,
    announce: ({ url, joinToken }) => void socket.write(`${JSON.stringify({ type: "console", url, joinToken })}\n`),
    hangUp: () => void socket.destroy(),
  };
}

async function askPid(socket: Socket): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const timer = setTimeout(() => resolve(null), GREETING_MS);
  socket.once("close", () => resolve(null));
  socket.once("connect", () => socket.write(`${JSON.stringify({ type: "hello" })}\n`));
  const lines = createInterface({ input: socket });
  lines.on("error", () => resolve(null));
  lines.once("line", (line) => resolve(readPid(line)));
  const pid = await promise;
  clearTimeout(timer);
  lines.close();
  return pid;
}

function readPid(line: string): number | null {
  try {
    return Hello.parse(JSON.parse(line)).pid;
  } catch {
    return null;
  }
}
