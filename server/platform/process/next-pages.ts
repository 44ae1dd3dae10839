import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import next from "next";
import { StartError } from "./start-error.ts";

const CHECKOUT = path.join(import.meta.dirname, "../../..");

/** Next's handler for pages and assets: the production build, or hot pages while developing. */
export async function createNextPages(options: {
  isDev: boolean;
  hostname: string;
  port: number;
}): Promise<(request: IncomingMessage, response: ServerResponse) => Promise<void>> {
  const app = next({ dev: options.isDev, dir: CHECKOUT, hostname: options.hostname, port: options.port, quiet: true });
  try {
    await app.prepare();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`the pages cannot be served: ${reason}`, "Start with npm start, which builds them.", cause);
  }
  const handle = app.getRequestHandler();
  return async (request, response) => {
    await handle(request, response);
  };
}
