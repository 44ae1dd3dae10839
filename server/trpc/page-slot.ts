import type { Context } from "./context.ts";
import type { AppRouter } from "./router.ts";

/** What the entry hands to the pages: server code exists once, so Next imports only this type (design.md, section 3). */
export interface PageSlot {
  router: AppRouter;
  /** The context of the person whose request carries these headers. */
  createContext(headers: Headers): Promise<Context>;
}

declare global {
  var __espalier: PageSlot | undefined;
}
