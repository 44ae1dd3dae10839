import { stripProposal } from "../../../../core/tuning/proposal/strip.ts";
import { type DiffLine, lineDiff } from "../../../../core/units/line-diff.ts";
import type { Db, Tx } from "../../../platform/app.ts";
import { findVersion, listMoves, versionAt } from "../../images/index.ts";
import type { ProposalRecord } from "../repo.ts";
import type { ProposalPage } from "../schema.ts";
import type { Standing } from "./standing.ts";

/** What an approval replaces: live while the proposal is open, what was live when it was approved, and the base where nothing was replaced. */
export interface Replaced {
  /** `recipe_sha`; null where the class has no live recipe. */
  readonly sha: string | null;
  /** Its text, where the sha alone does not say it: another of the same sha may be live since (IM17). */
  readonly version: number | null;
  readonly from: ProposalPage["changes"]["from"];
}

/** A forced approval replaces what is live, which need not be the base (TU49, TU50). */
export async function replacedBy(tx: Db | Tx, row: ProposalRecord, { liveSha }: Standing): Promise<Replaced> {
  if (row.state === "open") return { sha: liveSha, version: null, from: "live" };
  if (row.state !== "promoted") return { sha: row.baseSha, version: null, from: "base" };
  const moves = await listMoves(tx, row.orgId, row.class);
  const place = moves.findIndex(({ proposalId }) => proposalId === row.id);
  const sha = moves[place]?.fromSha ?? row.baseSha;
  return { sha, version: place < 0 ? null : (moves[place + 1]?.toVersion ?? null), from: "replaced" };
}

/** The lines between what an approval replaces and the text that would become live, without header and table of proposals. */
export async function diffOf(tx: Db | Tx, row: ProposalRecord, { sha, version }: Replaced): Promise<DiffLine[]> {
  const { orgId, class: label } = row;
  const pinned = version === null ? null : await versionAt(tx, { orgId, class: label, version });
  const before = pinned === null ? await recipeText(tx, row, sha) : stripProposal(pinned.toml);
  return lineDiff(before, stripProposal(row.toml));
}

/** What changed in the live recipe under an open proposal (TU49); null while its base is live. */
export async function readStale(tx: Db | Tx, row: ProposalRecord, standing: Standing): Promise<ProposalPage["stale"]> {
  if (row.state !== "open" || standing.liveSha === row.baseSha) return null;
  return changeBetween(tx, row, { pinned: row.baseSha, live: standing.liveSha });
}

/** Two recipes of a class and the lines between them. */
export async function changeBetween(
  tx: Db | Tx,
  row: Pick<ProposalRecord, "orgId" | "class">,
  { pinned, live }: { pinned: string; live: string | null },
): Promise<{ pinned: string; live: string | null; diff: DiffLine[] }> {
  const now = await recipeText(tx, row, live);
  return { pinned, live, diff: lineDiff(await recipeText(tx, row, pinned), now) };
}

async function recipeText(
  tx: Db | Tx,
  { orgId, class: label }: Pick<ProposalRecord, "orgId" | "class">,
  recipeSha: string | null,
): Promise<string> {
  if (recipeSha === null) return "";
  const version = await findVersion(tx, { orgId, class: label, recipeSha });
  return version === null ? "" : stripProposal(version.toml);
}
