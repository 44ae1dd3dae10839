import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Frame } from "../_frame/frame.tsx";
import { KeysProvider } from "../_keys/keys-provider.tsx";
import { LiveProvider } from "../_live/live-provider.tsx";
import { pageErrorCode } from "../_trpc/page-error.ts";
import { fetchForPage, HydrateClient, prefetch, serverTrpc } from "../_trpc/server.tsx";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const name = await signedInName();
  await prefetch(serverTrpc().today.get.queryOptions());
  return (
    <HydrateClient>
      <KeysProvider>
        <LiveProvider>
          <Frame userName={name}>{children}</Frame>
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
