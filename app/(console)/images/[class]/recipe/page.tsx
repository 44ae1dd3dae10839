import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { pageErrorCode } from "../../../../_trpc/page-error.ts";
import { fetchForPage, HydrateClient, serverTrpc } from "../../../../_trpc/server.tsx";
import { EditScreen } from "./_parts/edit-screen.tsx";

interface RecipePageProps {
  params: Promise<{ class: string }>;
}

export async function generateMetadata({ params }: RecipePageProps): Promise<Metadata> {
  return { title: `New recipe · ${decodeURIComponent((await params).class)} · Images` };
}

export default async function NewRecipePage({ params }: RecipePageProps) {
  const label = decodeURIComponent((await params).class);
  try {
    await fetchForPage(serverTrpc().images.class.queryOptions({ class: label }));
  } catch (error) {
    if (pageErrorCode(error) === "NOT_FOUND") notFound();
    throw error;
  }
  return (
    <HydrateClient>
      <EditScreen label={label} />
    </HydrateClient>
  );
}
