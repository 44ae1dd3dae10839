import { findActor } from "../features/accounts/index.ts";
import type { PageSlot } from "../trpc/page-slot.ts";
import { appRouter } from "../trpc/router.ts";
import type { EntryParts } from "./visit.ts";

/** Fills the slot through which pages reach the router (design.md, section 3). */
export function fillPageSlot({ app, auth }: Pick<EntryParts, "app" | "auth">): void {
  const slot: PageSlot = {
    router: appRouter,
    async createContext(headers) {
      const { actor } = await findActor(app, auth, headers);
      return { app, actor, scope: { orgId: actor?.orgId ?? app.orgId }, address: null, request: null };
    },
  };
  globalThis.__espalier = slot;
}
