import { isFirstLeft } from "../../../../core/imaging/bench/session-rules.ts";
import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { type BenchRun, earlierRun } from "../repo.ts";
import type { BenchItem, PickTerm } from "../schema.ts";
import type { SessionRow } from "../session-repo.ts";
import { makeViews, type Shown, type Side } from "./make-views.ts";
import { revealRuns } from "./reveal-runs.ts";

/** What to put on the bench: one run, or two runs of a pair. */
export type Showing =
  | { kind: "run"; run: BenchRun }
  | { kind: "pair"; pairId: string; first: BenchRun; second: BenchRun };

const output = (side: Side, run: BenchRun): Shown[] =>
  run.outputBlake3 === null ? [] : [{ side, run, blake3: run.outputBlake3 }];
const before = (side: Side, run: BenchRun): Shown[] =>
  run.beforeBlake3 === null ? [] : [{ side, run, blake3: run.beforeBlake3 }];

/** Puts runs on the bench under fresh tokens; sides are drawn from rater and pair (IM60). */
export async function showRuns(
  ctx: Context,
  tx: Tx,
  { session, showing, term }: { session: SessionRow; showing: Showing; term: PickTerm },
): Promise<BenchItem> {
  const shown = picturesOf(showing, requireActor(ctx).userId);
  const runs = shown.filter(({ side }) => side !== "before").map(({ run }) => run);
  if (!session.isBlind && showing.kind === "run") {
    const earlier = await earlierRun(tx, ctx.scope.orgId, showing.run);
    if (earlier !== null) shown.push(...output("previous", earlier));
  }
  const pairId = showing.kind === "pair" ? showing.pairId : null;
  const view = await makeViews(ctx, tx, { session, shown, pairId });
  return { ...view, term, revealed: session.isBlind ? null : await revealRuns(ctx, tx, runs) };
}

function picturesOf(showing: Showing, raterId: string): Shown[] {
  if (showing.kind === "run") return [...before("before", showing.run), ...output("output", showing.run)];
  const { first, second, pairId } = showing;
  const [left, right] = isFirstLeft(raterId, pairId) ? [first, second] : [second, first];
  return [...before("before", first), ...output("left", left), ...output("right", right)];
}
