import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { HydrateClient, prefetch, serverTrpc } from "../../../_trpc/server.tsx";
import { comparedIds, loadComparison } from "./_parts/compare-in-url.ts";
import { CompareScreen } from "./_parts/compare-screen.tsx";

export const metadata: Metadata = { title: "Compare tunes" };

interface ComparePageProps {
  searchParams: Promise<SearchParams>;
}

export default async function ComparePage({ searchParams }: ComparePageProps) {
  const { runs } = await loadComparison(searchParams);
  const trpc = serverTrpc();
  await Promise.all(comparedIds(runs).map((id) => prefetch(trpc.tunes.get.queryOptions({ id }))));
  return (
    <HydrateClient>
      <CompareScreen />
    </HydrateClient>
  );
}
