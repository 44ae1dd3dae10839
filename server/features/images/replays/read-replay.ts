import type { z } from "zod";
import { differenceText } from "../../../../core/tuning/replay/difference.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Context } from "../../../trpc/context.ts";
import { factsOfBatch, findBatch, type ItemRow, itemsOf } from "../batches/batch-repo.ts";
import { stateOf } from "../reading/read-batches.ts";
import type { BatchIdInput, ReplayReport, ReplaySide } from "../schema.ts";
import { judgeReplay } from "./judge-replay.ts";
import { type ComparedRun, comparedRuns } from "./replay-repo.ts";

/** The difference report of a replay so far: the stored runs under their own recipe, and under the candidate (TU52, TUB5). Throws NOT_FOUND. */
export async function getReplay(ctx: Context, input: z.infer<typeof BatchIdInput>): Promise<ReplayReport> {
  const { db } = ctx.app;
  const { orgId } = ctx.scope;
  const batch = await findBatch(db, orgId, input.id);
  const facts = batch === null ? undefined : factsOfBatch(batch).replay;
  if (batch === null || facts === undefined || batch.class === null) throw new AppError("NOT_FOUND");
  const items = await itemsOf(db, { orgId, batchId: batch.id });
  const ids = [...new Set(items.flatMap(({ runId, replayOf }) => [runId, replayOf].filter((id) => id !== null)))];
  const runs = new Map((await comparedRuns(db, orgId, ids)).map((run) => [run.id, run]));
  const { candidateSha, missingInputs, notReplayable } = facts;
  const isCandidate = ({ recipeSha }: ItemRow) => candidateSha !== null && recipeSha === candidateSha;
  // A run whose own recipe is the candidate is run once and belongs to both.
  const isOwn = (item: ItemRow) => item.recipeSha === (runs.get(item.replayOf ?? "")?.recipeSha ?? null);
  return {
    batchId: batch.id,
    number: batch.number,
    class: batch.class,
    state: stateOf(batch, items),
    candidateSha,
    own: sideOf(items.filter(isOwn), runs),
    candidate: candidateSha === null ? null : sideOf(items.filter(isCandidate), runs),
    missingInputs,
    notReplayable,
    requestedBy: batch.requestedBy,
    requestedAt: batch.requestedAt.toISOString(),
  };
}

function sideOf(items: readonly ItemRow[], runs: ReadonlyMap<string, ComparedRun>): ReplaySide {
  const judged = items.flatMap(({ runId, replayOf }) => {
    const [replay, stored] = [runs.get(runId ?? ""), runs.get(replayOf ?? "")];
    const verdict = replay === undefined || stored === undefined ? null : judgeReplay(stored, replay);
    return verdict === null || stored === undefined ? [] : [{ verdict, label: `IMG-${stored.number}` }];
  });
  const differences = judged.flatMap(({ verdict, label }) =>
    verdict.kind === "equal"
      ? []
      : [
          {
            ...verdict.difference,
            engine: verdict.difference.engine?.map((part) => ({ ...part })) ?? null,
            label,
            text: differenceText(verdict.difference),
          },
        ],
  );
  return {
    runs: items.length,
    replayed: judged.length,
    equal: judged.length - differences.length,
    differ: differences.length,
    differences,
  };
}
