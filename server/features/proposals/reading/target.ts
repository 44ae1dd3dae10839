import type { ListedProposal } from "../repo.ts";
import { ProposalOrigin, ProposalVerdict } from "../schema.ts";
import { expiryOf, type Standing } from "./standing.ts";

/** What every view of a proposal begins with. */
export function targetOf(row: ListedProposal, { state }: Standing, names: ReadonlyMap<string, string>) {
  return {
    id: row.id,
    number: row.number,
    kind: "image-recipe" as const,
    class: row.class,
    origin: ProposalOrigin.parse(row.origin),
    state,
    baseSha: row.baseSha,
    recipeSha: row.recipeSha,
    verdict: ProposalVerdict.nullable().parse(row.verdict),
    requestedBy: nameOf(row.requestedBy, names),
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: expiryOf(row).toISOString(),
  };
}

/** Accounts can end; their acts stay. What the console did by itself has no account (AP6). */
export const nameOf = (userId: string, names: ReadonlyMap<string, string>): string =>
  userId === "console" ? "this console" : (names.get(userId) ?? "a former account");
