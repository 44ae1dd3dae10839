import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { pageErrorCode } from "../../../_trpc/page-error.ts";
import { fetchForPage, HydrateClient, prefetch, serverTrpc } from "../../../_trpc/server.tsx";
import { runTitle } from "./_parts/head/run-title.ts";
import type { TuneSummary } from "./_parts/tune-detail.ts";
import { TuneScreen } from "./_parts/tune-screen.tsx";

interface TunePageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: TunePageProps): Promise<Metadata> {
  const summary = await summaryOf((await params).id);
  return { title: summary === null ? "Tune run" : { absolute: runTitle(summary, null) } };
}

export default async function TunePage({ params }: TunePageProps) {
  const { id } = await params;
  if ((await summaryOf(id)) === null) notFound();
  await prefetch(serverTrpc().tunes.progress.queryOptions({ id }));
  return (
    <HydrateClient>
      <TuneScreen id={id} />
    </HydrateClient>
  );
}

async function summaryOf(id: string): Promise<TuneSummary | null> {
  if (!z.uuid().safeParse(id).success) return null;
  try {
    return (await fetchForPage(serverTrpc().tunes.get.queryOptions({ id }))).summary;
  } catch (error) {
    if (pageErrorCode(error) === "NOT_FOUND") return null;
    throw error;
  }
}
