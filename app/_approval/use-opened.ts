"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "../_trpc/context.ts";

/** What follows an opened proposal: all that is shown of proposals is read again, and its page opens. */
export function useOpened(): (opened: { id: string }) => Promise<void> {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  return async ({ id }) => {
    await queryClient.invalidateQueries(trpc.proposals.pathFilter());
    router.push(`/proposals/${id}`);
  };
}
