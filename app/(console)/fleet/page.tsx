import type { Metadata } from "next";
import { HydrateClient, prefetch, serverTrpc } from "../../_trpc/server.tsx";
import { FleetScreen } from "./_parts/fleet-screen.tsx";

export const metadata: Metadata = { title: "Fleet" };

export default async function FleetPage() {
  await prefetch(serverTrpc().fleet.list.queryOptions());
  return (
    <HydrateClient>
      <FleetScreen />
    </HydrateClient>
  );
}
