"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../../_trpc/context.ts";
import type { Follower } from "./plan-of.ts";

const NONE: readonly Follower[] = [];

/** The Macs that follow a class (TU51); none until they are read. */
export function useFollowers(label: string): readonly Follower[] {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.proposals.followers.queryOptions({ class: label }));
  return data?.rows.filter(({ isFollowing }) => isFollowing) ?? NONE;
}
