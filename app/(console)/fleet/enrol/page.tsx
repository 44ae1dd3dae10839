import type { Metadata } from "next";
import { HydrateClient, prefetch, serverTrpc } from "../../../_trpc/server.tsx";
import { EnrolScreen } from "./_parts/enrol-screen.tsx";

export const metadata: Metadata = { title: "Add a Mac" };

export default async function EnrolPage() {
  await prefetch(serverTrpc().fleet.list.queryOptions());
  return (
    <HydrateClient>
      <EnrolScreen />
    </HydrateClient>
  );
}
