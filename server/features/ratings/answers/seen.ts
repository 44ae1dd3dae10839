import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { ownSession } from "../picking/open-bench.ts";
import { type BenchRun, findBenchRuns } from "../repo.ts";
import { type SessionRow, viewsOf } from "../session-repo.ts";

/** What a rater saw under a view: one run, or two runs by side. */
export type Seen = {
  session: SessionRow;
  viewId: string;
  isBlind: boolean;
  isAnswered: boolean;
} & ({ kind: "run"; run: BenchRun } | { kind: "pair"; pairId: string; left: BenchRun; right: BenchRun });

/** Reads the stored mapping of a view. @throws NOT_FOUND for a view of another person. */
export async function seenIn(ctx: Context, tx: Tx, viewId: string): Promise<Seen> {
  const { orgId } = ctx.scope;
  const views = await viewsOf(tx, { orgId, userId: requireActor(ctx).userId, viewId });
  const [any] = views;
  if (any?.sessionId == null) throw new AppError("NOT_FOUND");
  const session = await ownSession(ctx, tx, any.sessionId);
  const runs = new Map(
    (
      await findBenchRuns(
        tx,
        orgId,
        views.flatMap(({ runId }) => runId ?? []),
      )
    ).map((run) => [run.id, run]),
  );
  const at = (side: string): BenchRun | undefined => runs.get(views.find((view) => view.side === side)?.runId ?? "");
  const base = { session, viewId, isBlind: any.isBlind, isAnswered: any.answeredAt !== null };
  const [output, left, right] = [at("output"), at("left"), at("right")];
  if (output !== undefined) return { ...base, kind: "run", run: output };
  if (left === undefined || right === undefined || any.pairId === null) throw new AppError("NOT_FOUND");
  return { ...base, kind: "pair", pairId: any.pairId, left, right };
}
