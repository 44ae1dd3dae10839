import type { Metadata } from "next";
import { HydrateClient, prefetch, serverTrpc } from "../../_trpc/server.tsx";
import { RateScreen } from "./_parts/rate-screen.tsx";

export const metadata: Metadata = { title: "Rate" };

export default async function RatePage() {
  const trpc = serverTrpc();
  await Promise.all([prefetch(trpc.ratings.classes.queryOptions({})), prefetch(trpc.self.me.queryOptions())]);
  return (
    <HydrateClient>
      <RateScreen />
    </HydrateClient>
  );
}
