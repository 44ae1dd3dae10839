import type { Metadata } from "next";
import { HydrateClient, prefetch, serverTrpc } from "../../../_trpc/server.tsx";
import { NewTuneScreen } from "./_parts/new-tune-screen.tsx";

export const metadata: Metadata = { title: "New tune" };

export default async function NewTunePage() {
  await prefetch(serverTrpc().fleet.list.queryOptions());
  return (
    <HydrateClient>
      <NewTuneScreen />
    </HydrateClient>
  );
}
