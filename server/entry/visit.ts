import type { IncomingMessage, ServerResponse } from "node:http";
import type { Auth } from "../features/accounts/index.ts";
import type { App } from "../platform/app.ts";

/** Answers with a page or an asset; Next's handler in production, a stand-in in tests. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What the entry is made of. */
export interface EntryParts {
  app: App;
  auth: Auth;
  pages: PageHandler;
  isDev: boolean;
}

/** One request on its way through the entry. */
export interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  /** Decoded, without the query. */
  path: string;
  /** The query with its question mark, or an empty string. */
  search: string;
  /** Who calls, after trusted proxies (TP9). */
  address: string | null;
  csp: string;
}
