import type { Metadata } from "next";
import { HydrateClient, prefetch, serverTrpc } from "../../../_trpc/server.tsx";
import { AnswersScreen } from "./_parts/answers-screen.tsx";

export const metadata: Metadata = { title: "Answers" };

export default async function AnswersPage() {
  const trpc = serverTrpc();
  await Promise.all([
    prefetch(trpc.ratings.distribution.queryOptions({})),
    prefetch(trpc.ratings.classes.queryOptions({})),
    prefetch(trpc.self.me.queryOptions()),
  ]);
  return (
    <HydrateClient>
      <AnswersScreen />
    </HydrateClient>
  );
}
