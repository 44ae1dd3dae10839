import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { CrosshairProvider } from "../../_charts/frame/crosshair.tsx";
import { HydrateClient, prefetch, serverTrpc } from "../../_trpc/server.tsx";
import { ImagesScreen } from "./_parts/images-screen.tsx";
import { imagesInput, loadImagesView } from "./_parts/images-view.ts";

export const metadata: Metadata = { title: "Images" };

interface ImagesPageProps {
  searchParams: Promise<SearchParams>;
}

export default async function ImagesPage({ searchParams }: ImagesPageProps) {
  const view = await loadImagesView(searchParams);
  const trpc = serverTrpc();
  await Promise.all([
    prefetch(trpc.images.overview.queryOptions()),
    prefetch(trpc.self.me.queryOptions()),
    prefetch(trpc.images.batches.queryOptions()),
    prefetch(trpc.images.inputs.queryOptions(imagesInput(view))),
  ]);
  return (
    <HydrateClient>
      <CrosshairProvider>
        <ImagesScreen />
      </CrosshairProvider>
    </HydrateClient>
  );
}
