import type { z } from "zod";
import type { Context } from "../../../trpc/context.ts";
import { listClassRows } from "../../images/index.ts";
import { countProposals, listProposalRows, userNames } from "../repo.ts";
import type { ListProposalsInput, ProposalList, ProposalRow } from "../schema.ts";
import { decidingConfirmations } from "./deciding-confirmation.ts";
import { expiredAt, standingOf } from "./standing.ts";
import { targetOf } from "./target.ts";

/** A page of proposals, newest first, with what speaks for and against each. */
export async function listProposals(
  ctx: Context,
  input: z.infer<typeof ListProposalsInput>,
): Promise<z.infer<typeof ProposalList>> {
  const { db, clock } = ctx.app;
  const { orgId } = ctx.scope;
  const now = clock.now();
  const all = { orgId, expiredAt: expiredAt(now) };
  const wanted = {
    ...all,
    ...(input.class === undefined ? {} : { class: input.class }),
    ...(input.state === undefined ? {} : { state: input.state }),
  };
  const found = await listProposalRows(db, wanted, {
    skip: (input.page - 1) * input.pageSize,
    take: input.pageSize,
  });
  const confirmations = await decidingConfirmations(db, orgId, found);
  const live = new Map((await listClassRows(db, orgId)).map(({ label, liveSha }) => [label, liveSha]));
  const names = await userNames(db, orgId);
  const rows = found.map((row): ProposalRow => {
    const { id, gain, gainLower: lower, gainUpper: upper } = row;
    const liveSha = live.get(row.class) ?? null;
    const standing = standingOf(row, { now, liveSha, confirmation: confirmations.get(id) ?? null });
    return {
      ...targetOf(row, standing, names),
      gain: gain === null || lower === null || upper === null ? null : { gain, lower, upper },
      delta: row.delta,
      n: standing.ratedRuns,
      flags: [...new Set(standing.flags.map(({ flag }) => flag))],
    };
  });
  return {
    rows,
    total: await countProposals(db, wanted),
    unfiltered: await countProposals(db, all),
    serverTime: now.toISOString(),
  };
}
