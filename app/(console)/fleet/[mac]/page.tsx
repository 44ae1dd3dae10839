import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { pageErrorCode } from "../../../_trpc/page-error.ts";
import { fetchForPage, HydrateClient, prefetch, serverTrpc } from "../../../_trpc/server.tsx";
import { MacScreen } from "./_parts/mac-screen.tsx";

interface MacPageProps {
  params: Promise<{ mac: string }>;
}

export async function generateMetadata({ params }: MacPageProps): Promise<Metadata> {
  const name = await hostName((await params).mac);
  return { title: name ?? "Machine" };
}

export default async function MacPage({ params }: MacPageProps) {
  const { mac: id } = await params;
  if ((await hostName(id)) === null) notFound();
  const trpc = serverTrpc();
  await Promise.all([
    prefetch(trpc.tunes.list.queryOptions({ agentId: id, pageSize: 10 })),
    prefetch(trpc.tunes.recipes.queryOptions({ id })),
  ]);
  return (
    <HydrateClient>
      <MacScreen id={id} />
    </HydrateClient>
  );
}

async function hostName(id: string): Promise<string | null> {
  if (!z.uuid().safeParse(id).success) return null;
  try {
    return (await fetchForPage(serverTrpc().fleet.get.queryOptions({ id }))).mac.hostName;
  } catch (error) {
    if (pageErrorCode(error) === "NOT_FOUND") return null;
    throw error;
  }
}
