import { chmodSync, lstatSync, mkdirSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { LocalAnswer, LocalRequest } from "./local-message.ts";
import { localSocketPath } from "./local-socket-path.ts";

const MAX_LINE = 64 * 1024;

async function serveSocket(socket: Socket, answer: (request: LocalRequest) => LocalAnswer): Promise<void> {
  socket.on("error", () => socket.destroy());
  let received = 0;
  socket.on("data", (chunk) => {
    received += chunk.length;
    if (received > MAX_LINE) socket.destroy();
  });
  for await (const line of createInterface({ input: socket })) {
    received = 0;
    socket.write(`${JSON.stringify(answerLine(line, answer))}\n`);
  }
}

function answerLine(line: string, answer: (request: LocalRequest) => LocalAnswer): LocalAnswer {
  try {
    const request = LocalRequest.safeParse(JSON.parse(line));
    return request.success ? answer(request.data) : { ok: false, error: "unknown request" };
  } catch {
    return { ok: false, error: "not a line of JSON" };
  }
}

function preparePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || (process.getuid !== undefined && stats.uid !== process.getuid())) {
    throw new Error(`${folder} does not belong to this user`);
  }
  chmodSync(folder, 0o700);
}

/** Listens for local commands on a 0600 Unix socket (TR1); the caller holds the agent lock, so a file found there is stale. */
export async function listenLocally(
  stateDir: string,
  answer: (request: LocalRequest) => LocalAnswer,
): Promise<{ close(): Promise<void> }> {
  const { folder, path } = localSocketPath(stateDir);
  preparePrivateFolder(folder);
  rmSync(path, { force: true });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    serveSocket(socket, answer).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve());
  });
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroySoon();
      }),
  };
}

/** Asks the agent of a state folder one thing; null when no agent answers within `timeoutMs`. */
export function askAgent(stateDir: string, request: LocalRequest, timeoutMs: number): Promise<LocalAnswer | null> {
  return new Promise((resolve) => {
    const socket = connect(localSocketPath(stateDir).path);
    const finish = (answer: LocalAnswer | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => finish(null));
    socket.once("error", () => finish(null));
    socket.once("close", () => resolve(null));
    socket.once("connect", () => socket.write(`${JSON.stringify(request)}\n`));
    const lines = createInterface({ input: socket });
    lines.once("error", () => finish(null));
    lines.once("line", (line) => {
      const parsed = LocalAnswer.safeParse(JSON.parse(line));
      finish(parsed.success ? parsed.data : null);
    });
  });
}
