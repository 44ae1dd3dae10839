import type { Metadata } from "next";
import { HydrateClient, prefetch, serverTrpc } from "../_trpc/server.tsx";
import { TodayScreen } from "./_parts/today-screen.tsx";

export const metadata: Metadata = { title: "Today" };

export default async function TodayPage() {
  await prefetch(serverTrpc().today.get.queryOptions());
  return (
    <HydrateClient>
      <TodayScreen />
    </HydrateClient>
  );
}
