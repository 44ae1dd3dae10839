import type { Server } from "node:http";
import { createServer as createListener } from "node:net";
import { StartError } from "./start-error.ts";

/** Listens and returns the port in use; a taken port is a StartError with its fix. */
export async function listen(server: Server, options: { port: number; host: string }): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(options.port, options.host, () => resolve());
  try {
    await promise;
  } catch (cause) {
    throw explain(cause, options);
  }
  server.removeListener("error", reject);
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : options.port;
}

/** The house agent speaks plain http on loopback only, so a console on one LAN address listens there as well. */
export async function listenOnLoopbackToo(server: Server, options: { port: number; host: string }): Promise<void> {
  if (/^(?:0\.0\.0\.0|::|localhost|127\..*)$/.test(options.host)) return;
  const loopback = createListener((socket) => server.emit("connection", socket));
  server.once("close", () => loopback.close());
  loopback.unref();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  loopback.once("error", reject);
  loopback.listen(options.port, "127.0.0.1", () => resolve());
  await promise.catch((cause: unknown) => {
    throw explain(cause, { port: options.port, host: "127.0.0.1" });
  });
}

function explain(cause: unknown, { port, host }: { port: number; host: string }): StartError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
  if (code === "EADDRINUSE") {
    return new StartError(
      `port ${port} on ${host} is taken`,
      "Stop what listens there, or start with --port N.",
      cause,
    );
  }
  if (code === "EADDRNOTAVAIL") {
    return new StartError(
      `${host} is not an address of this machine`,
      "Start with --listen and one of its addresses, or 0.0.0.0 for all.",
      cause,
    );
  }
  return new StartError(
    `cannot listen on ${host}:${port} (${code})`,
    "Choose another port (--port N) or address (--listen ADDR).",
    cause,
  );
}
