import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { HydrateClient, prefetch, serverTrpc } from "../../_trpc/server.tsx";
import { TunesScreen } from "./_parts/tunes-screen.tsx";
import { loadTunesView, tunesInput } from "./_parts/tunes-view.ts";

export const metadata: Metadata = { title: "Tunes" };

interface TunesPageProps {
  searchParams: Promise<SearchParams>;
}

export default async function TunesPage({ searchParams }: TunesPageProps) {
  const view = await loadTunesView(searchParams);
  const trpc = serverTrpc();
  await Promise.all([
    prefetch(trpc.tunes.list.queryOptions(tunesInput(view))),
    prefetch(trpc.fleet.list.queryOptions()),
  ]);
  return (
    <HydrateClient>
      <TunesScreen />
    </HydrateClient>
  );
}
