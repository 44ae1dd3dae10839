import { z } from "zod";
import type { Db } from "../../../platform/app.ts";
import { historyOf } from "../../activity/index.ts";
import type { ProposalRecord } from "../repo.ts";
import type { ProposalPage } from "../schema.ts";
import { nameOf } from "./target.ts";

/** The object of a proposal's audit rows. */
export const auditObject = (id: string): string => `image-proposal:${id}`;

const Detail = z.object({
  comment: z.string().nullable().catch(null),
  isForced: z.boolean().catch(false),
  reason: z.string().nullable().catch(null),
});

/** What happened to a proposal, from the audit log (E10). */
export async function readHistory(
  db: Db,
  row: ProposalRecord,
  names: ReadonlyMap<string, string>,
): Promise<ProposalPage["history"]> {
  const of = { orgId: row.orgId, object: auditObject(row.id), since: row.requestedAt };
  return (await historyOf(db, of)).map(({ at, actor, action, detail }) => ({
    at: at.toISOString(),
    by: nameOf(actor, names),
    act: action.replace(/^image_(proposal\.)?/, ""),
    ...Detail.parse(detail ?? {}),
  }));
}
