import type { z } from "zod";
import type { Context } from "../../../trpc/context.ts";
import { findRuns } from "../repo.ts";
import type { ListTunesInput, TuneList } from "../schema.ts";
import { type TuneFilter, tuneCounts, tunePageIds } from "./list-repo.ts";
import { summariesOf } from "./summaries.ts";

const sumOf = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** One page of runs with the counts its facets show (H-14). */
export async function listTunes(
  ctx: Context,
  input: z.infer<typeof ListTunesInput>,
): Promise<z.infer<typeof TuneList>> {
  const { db } = ctx.app;
  const { orgId } = ctx.scope;
  const filter: TuneFilter = {
    orgId,
    agentId: input.agentId ?? null,
    text: input.q === undefined || input.q.trim() === "" ? null : input.q.trim(),
    bucket: input.state === "all" ? null : input.state,
  };
  const facets = await tuneCounts(db, { ...filter, bucket: null });
  const everything = await tuneCounts(db, { orgId, agentId: null, text: null, bucket: null });
  const ids = await tunePageIds(db, filter, {
    sort: input.sort,
    direction: input.direction,
    take: input.pageSize,
    skip: (input.page - 1) * input.pageSize,
  });
  const runs = new Map((await findRuns(db, orgId, ids)).map((run) => [run.id, run]));
  return {
    rows: await summariesOf(
      ctx.app,
      orgId,
      ids.flatMap((id) => runs.get(id) ?? []),
    ),
    total: filter.bucket === null ? sumOf(facets) : facets[filter.bucket],
    unfiltered: sumOf(everything),
    facets,
  };
}
