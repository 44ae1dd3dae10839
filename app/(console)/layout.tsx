import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Frame } from "../_frame/frame.tsx";
import { KeysProvider } from "../_keys/keys-provider.tsx";
import { LiveProvider } from "../_live/live-provider.tsx";
import { pageErrorCode } from "../_trpc/page-error.ts";
import { fetchForPage, HydrateClient, prefetch, serverTrpc } from "../_trpc/server.tsx";
import { UnsavedProvider } from "../_unsaved/unsaved-provider.tsx";
import { OPEN_PROPOSALS } from "../_words/open-proposals.ts";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const name = await signedInName();
  const trpc = serverTrpc();
  await Promise.all([
    prefetch(trpc.today.get.queryOptions()),
    prefetch(trpc.proposals.list.queryOptions(OPEN_PROPOSALS)),
  ]);
  return (
    <HydrateClient>
      <KeysProvider>
        <LiveProvider>
          <UnsavedProvider>
            <Frame userName={name}>{children}</Frame>
          </UnsavedProvider>
        </LiveProvider>
      </KeysProvider>
    </HydrateClient>
  );
}

async function signedInName(): Promise<string> {
  try {
    return (await fetchForPage(serverTrpc().self.me.queryOptions())).name;
  } catch (error) {
    const code = pageErrorCode(error);
    if (code === "SETUP_REQUIRED") redirect("/setup");
    if (code === "UNAUTHENTICATED") redirect("/sign-in");
    throw error;
  }
}
