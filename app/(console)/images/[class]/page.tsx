import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CrosshairProvider } from "../../../_charts/frame/crosshair.tsx";
import { pageErrorCode } from "../../../_trpc/page-error.ts";
import { fetchForPage, HydrateClient, prefetch, serverTrpc } from "../../../_trpc/server.tsx";
import { ClassScreen } from "./_parts/class-screen.tsx";
import { runsInput } from "./_parts/class-view.ts";
import { openProposalOf } from "./_parts/tuning/open-proposal-of.ts";

interface ClassPageProps {
  params: Promise<{ class: string }>;
}

export async function generateMetadata({ params }: ClassPageProps): Promise<Metadata> {
  return { title: `${decodeURIComponent((await params).class)} · Images` };
}

export default async function ImageClassPage({ params }: ClassPageProps) {
  const label = decodeURIComponent((await params).class);
  const trpc = serverTrpc();
  try {
    await fetchForPage(trpc.images.class.queryOptions({ class: label }));
  } catch (error) {
    if (pageErrorCode(error) === "NOT_FOUND") notFound();
    throw error;
  }
  await Promise.all([
    prefetch(trpc.images.leaderboard.queryOptions({ class: label })),
    prefetch(trpc.images.runs.queryOptions(runsInput(label, 1))),
    prefetch(trpc.proposals.list.queryOptions(openProposalOf(label))),
    prefetch(trpc.proposals.followers.queryOptions({ class: label })),
    prefetch(trpc.self.me.queryOptions()),
  ]);
  return (
    <HydrateClient>
      <CrosshairProvider>
        <ClassScreen label={label} />
      </CrosshairProvider>
    </HydrateClient>
  );
}
