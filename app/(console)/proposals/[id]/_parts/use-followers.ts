"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../../_trpc/context.ts";
import { failureOf } from "../../../../_ui/states/failure.ts";
import type { Followers } from "./plan-of.ts";

/** The Macs that follow a class (TU51), or that they are not read yet, or cannot be. */
export function useFollowers(label: string): Followers {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.proposals.followers.queryOptions({ class: label }));
  if (data !== undefined) return { kind: "read", rows: data.rows.filter(({ isFollowing }) => isFollowing) };
  if (error === null) return { kind: "reading" };
  return { kind: "unread", cause: failureOf(error).cause, retry: () => void refetch() };
}
