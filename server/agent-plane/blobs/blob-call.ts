import type { IncomingMessage, ServerResponse } from "node:http";
import type { Caller } from "../../features/fleet/index.ts";
import type { App } from "../../platform/app.ts";

/** One call about one blob by an agent that proved itself. */
export interface BlobCall {
  app: App;
  request: IncomingMessage;
  response: ServerResponse;
  agent: Caller["agent"];
  hash: string;
}
