"use client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "../../server/trpc/router.ts";
import { failureOf } from "../_ui/states/failure.ts";
import { TRPCProvider } from "./context.ts";
import { PasswordDialog } from "./password-dialog.tsx";
import { passwordLink } from "./password-link.ts";
import { QUERY_DEFAULTS } from "./query-defaults.ts";

const URL = "/api/trpc";
const MAX_URL = 2000;
const MAX_BATCH = 10;

/** The query client and the tRPC client of one tab. */
export function ConsoleClient({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeTabQueryClient);
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        passwordLink,
        splitLink({
          condition: (operation) => operation.type === "subscription",
          true: httpSubscriptionLink({ url: URL }),
          false: httpBatchLink({
            url: URL,
            headers: { "x-espalier": "1" },
            maxURLLength: MAX_URL,
            maxItems: MAX_BATCH,
          }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
        <PasswordDialog />
      </TRPCProvider>
    </QueryClientProvider>
  );
}

function makeTabQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: QUERY_DEFAULTS,
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
  });
}

/** A session that has ended is not an error of the page: the way on is to sign in and come back. */
function leaveWhenSignedOut(error: Error): void {
  if (typeof window === "undefined" || failureOf(error).code !== "UNAUTHENTICATED") return;
  const here = `${window.location.pathname}${window.location.search}`;
  if (window.location.pathname !== "/sign-in") window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}
