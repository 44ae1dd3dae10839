import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { HydrateClient, prefetch, serverTrpc } from "../../_trpc/server.tsx";
import { OPEN_PROPOSALS } from "../../_words/open-proposals.ts";
import { ProposalsScreen } from "./_parts/proposals-screen.tsx";
import { loadProposalsView, proposalsInput } from "./_parts/proposals-view.ts";

export const metadata: Metadata = { title: "Proposals" };

interface ProposalsPageProps {
  searchParams: Promise<SearchParams>;
}

export default async function ProposalsPage({ searchParams }: ProposalsPageProps) {
  const view = await loadProposalsView(searchParams);
  const trpc = serverTrpc();
  await Promise.all([
    prefetch(trpc.proposals.list.queryOptions(proposalsInput(view))),
    prefetch(trpc.proposals.list.queryOptions(OPEN_PROPOSALS)),
    prefetch(trpc.self.me.queryOptions()),
  ]);
  return (
    <HydrateClient>
      <ProposalsScreen />
    </HydrateClient>
  );
}
