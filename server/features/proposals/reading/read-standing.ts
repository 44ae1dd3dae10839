import type { App, Db, Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { findClass } from "../../images/index.ts";
import { findProposal, type ProposalRecord } from "../repo.ts";
import { decidingConfirmations } from "./deciding-confirmation.ts";
import { type Standing, standingOf } from "./standing.ts";

/** A proposal with its standing, both read by the same transaction. Throws NOT_FOUND. */
export async function readStanding(
  app: App,
  tx: Db | Tx,
  of: { orgId: string; id: string },
): Promise<{ row: ProposalRecord; standing: Standing }> {
  const row = await findProposal(tx, of);
  if (row === null) throw new AppError("NOT_FOUND");
  const liveSha = (await findClass(tx, of.orgId, row.class))?.liveSha ?? null;
  const confirmation = (await decidingConfirmations(tx, of.orgId, [row])).get(row.id) ?? null;
  return { row, standing: standingOf(row, { now: app.clock.now(), liveSha, confirmation }) };
}
