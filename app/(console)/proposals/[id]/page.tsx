import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { CrosshairProvider } from "../../../_charts/frame/crosshair.tsx";
import { pageErrorCode } from "../../../_trpc/page-error.ts";
import { fetchForPage, HydrateClient, prefetch, serverTrpc } from "../../../_trpc/server.tsx";
import { proposalLabel, stateWords } from "../../../_words/proposal-words.ts";
import type { ProposalPage } from "./_parts/proposal-page.ts";
import { ProposalScreen } from "./_parts/proposal-screen.tsx";

interface OneProposalPageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: OneProposalPageProps): Promise<Metadata> {
  const page = await pageOf((await params).id);
  return {
    title: page === null ? "Proposal" : `${stateWords(page.state).word} · ${proposalLabel(page)} · ${page.class}`,
  };
}

export default async function OneProposalPage({ params }: OneProposalPageProps) {
  const { id } = await params;
  const page = await pageOf(id);
  if (page === null) notFound();
  await prefetch(serverTrpc().proposals.followers.queryOptions({ class: page.class }));
  return (
    <HydrateClient>
      <CrosshairProvider>
        <ProposalScreen id={id} />
      </CrosshairProvider>
    </HydrateClient>
  );
}

async function pageOf(id: string): Promise<ProposalPage | null> {
  if (!z.uuid().safeParse(id).success) return null;
  try {
    return await fetchForPage(serverTrpc().proposals.get.queryOptions({ id }));
  } catch (error) {
    if (pageErrorCode(error) === "NOT_FOUND") return null;
    throw error;
  }
}
