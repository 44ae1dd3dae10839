import type { Metadata } from "next";
import { HydrateClient, prefetch, serverTrpc } from "../_trpc/server.tsx";
import { OPEN_PROPOSALS } from "../_words/open-proposals.ts";
import { TodayScreen } from "./_parts/today-screen.tsx";

export const metadata: Metadata = { title: "Today" };

export default async function TodayPage() {
  const trpc = serverTrpc();
  await Promise.all([
    prefetch(trpc.today.get.queryOptions()),
    prefetch(trpc.proposals.list.queryOptions(OPEN_PROPOSALS)),
    prefetch(trpc.self.me.queryOptions()),
  ]);
  return (
    <HydrateClient>
      <TodayScreen />
    </HydrateClient>
  );
}
