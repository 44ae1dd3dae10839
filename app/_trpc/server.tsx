import {
  dehydrate,
  type FetchQueryOptions,
  HydrationBoundary,
  QueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import type { PageSlot } from "../../server/trpc/page-slot.ts";
import type { AppRouter } from "../../server/trpc/router.ts";
import { QUERY_DEFAULTS } from "./query-defaults.ts";

const getQueryClient = cache(() => new QueryClient({ defaultOptions: QUERY_DEFAULTS }));

const getContext = cache(async () => pageSlot().createContext(await headers()));

/** The procedures as query options, called in this process: the entry put router and context into the slot (design.md, section 3). */
export function serverTrpc() {
  return createTRPCOptionsProxy<AppRouter>({ router: pageSlot().router, ctx: getContext, queryClient: getQueryClient });
}

/** Reads a query before the page renders; its failure is shown by the screen, which asks again in the browser. */
export async function prefetch<TData, TError, TKey extends QueryKey>(
  options: FetchQueryOptions<TData, TError, TData, TKey>,
): Promise<void> {
  await getQueryClient().prefetchQuery(options);
}

/** Reads a query for the page's own use, such as its title or a redirect; throws what the procedure throws. */
export async function fetchForPage<TData, TError, TKey extends QueryKey>(
  options: FetchQueryOptions<TData, TError, TData, TKey>,
): Promise<TData> {
  return await getQueryClient().fetchQuery(options);
}

/** Hands what was prefetched to the screen below. */
export function HydrateClient({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}

function pageSlot(): PageSlot {
  const slot = globalThis.__espalier;
  if (slot === undefined) throw new Error("pages are served by the console's own entry: start it with npm start");
  return slot;
}
