"use client";
import { useQuery } from "@tanstack/react-query";
import { isAllowed, type Permission, Role } from "../../../../core/access/roles.ts";
import { useTRPC } from "../../../_trpc/context.ts";

/** Why a role may not do this (AC1); null where it may, or while the role is not known yet: the server decides. */
export function refusalOf(role: Role | undefined, permission: Permission): string | null {
  if (role === undefined || isAllowed(role, permission)) return null;
  const needed = Role.options.find((one) => isAllowed(one, permission));
  return `Your role here is ${role}; this needs the role ${needed}.`;
}

/** Why the person at this page may not do this. */
export function useRefusal(permission: Permission): string | null {
  const trpc = useTRPC();
  const me = useQuery(trpc.self.me.queryOptions());
  return refusalOf(me.data?.role, permission);
}

/** The reason beside what it disables. */
export function RefusalNote({ refusal }: { refusal: string | null }) {
  return refusal === null ? null : <p className="mt-1 text-meta text-ink-2">{refusal}</p>;
}
