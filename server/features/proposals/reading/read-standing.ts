import { z } from "zod";
import { changedEvidence, type FlagText } from "../../../../core/tuning/approval/flags.ts";
import type { App, Db, Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { countChangedEvidence, findClass, lastPlace } from "../../images/index.ts";
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
  const standing = standingOf(row, { now: app.clock.now(), liveSha, confirmation });
  return { row, standing: { ...standing, flags: [...standing.flags, ...(await changedFlags(tx, row))] } };
}

/** AP1: what became of the log that an open tune read. The digest of a page holds the flags, so an approval from a page before is refused. */
async function changedFlags(tx: Db | Tx, row: ProposalRecord): Promise<FlagText[]> {
  if (row.origin !== "tune" || row.state !== "open") return [];
  const { orgId, class: label, requestedAt: by } = row;
  const inputs = z.array(z.string()).parse(JSON.parse(row.inputsJson));
  const place = await lastPlace(tx, { orgId, by });
  return changedEvidence(await countChangedEvidence(tx, { orgId, class: label, inputs, place }));
}
