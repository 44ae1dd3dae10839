import type { z } from "zod";
import { isFirstLeft } from "../../../../core/imaging/bench/session-rules.ts";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { takeFlagBack } from "../../images/index.ts";
import { ownSession, progressOf } from "../picking/open-bench.ts";
import type { UndoInput, UndoOutput } from "../schema.ts";
import { changeSession, findSession, markAnswered, type SessionRow } from "../session-repo.ts";
import { type Showing, showRuns } from "../views/show-runs.ts";
import { announceAnswer } from "./announce-answer.ts";
import { runningSize } from "./confirmation-of.ts";
import { givenAnswer } from "./given-answer.ts";
import { type Answered, newestStanding, takenBackBy } from "./standing-answer.ts";
import { revokeEvent } from "./write-record.ts";

/** `U`: takes back the newest answer that still stands, over pictures, sittings and reloads, and shows its picture again, a pair with its sides as they were (IM60). The revoke has the id of the call, so a call that is sent again takes nothing more back. */
export function undoAnswer(ctx: Context, input: z.infer<typeof UndoInput>): Promise<z.infer<typeof UndoOutput>> {
  const { orgId } = ctx.scope;
  return transaction(ctx.app, "ratings.undo", async (tx) => {
    const session = await ownSession(ctx, tx, input.sessionId);
    const known = await takenBackBy(tx, { ...session, orgId }, input.undoId);
    if (known === "other") throw new AppError("BAD_INPUT", { message: "undoId: this id is taken" });
    const answered = known ?? (await newestStanding(tx, { ...session, orgId }));
    if (answered === null) return { undone: null, progress: await progressOf(ctx, tx, session) };
    if (known === null) await takeBack(ctx, tx, { answered, undoId: input.undoId });
    const { sessionId, isRestored } = await givenAnswer(tx, {
      ...{ orgId, raterId: session.raterId, kind: answered.kind, eventId: answered.line.event_id },
      ...{ atMs: answered.line.ts_unix_ms, runIds: answered.runs.map(({ id }) => id) },
    });
    if (known === null && !isRestored && sessionId !== null) {
      await lowerAnswers(ctx, tx, { ...session, id: sessionId });
    }
    const after = await changeSession(tx, session.id, { lastAnswerAt: ctx.app.clock.now() });
    const undone = await showAgain(ctx, tx, { session: after, answered, isRestored });
    const progress = await progressOf(ctx, tx, after);
    const label = answered.runs[0]?.class;
    if (known === null && label !== undefined) await announceAnswer(ctx, tx, label);
    return { undone, progress };
  });
}

async function takeBack(ctx: Context, tx: Tx, of: { answered: Answered; undoId: string }): Promise<void> {
  const { line, runs } = of.answered;
  const { orgId } = ctx.scope;
  await mayTakeBack(tx, orgId, line);
  const eventId = line.event_id;
  await revokeEvent(ctx, tx, { eventId, class: runs[0]?.class ?? null, as: of.undoId });
  if (line.reason === "unusable" && runs[0] !== undefined) {
    await takeFlagBack(tx, { orgId, blake3: runs[0].inputBlake3, flagId: eventId });
  }
}

/** Verdicts of a confirmation that has ended have decided; taking one back would leave the log another result than the one that was told. */
async function mayTakeBack(tx: Tx, orgId: string, line: Answered["line"]): Promise<void> {
  if (line.confirmation_id === undefined) return;
  if ((await runningSize(tx, orgId, line.confirmation_id)) !== null) return;
  throw new AppError("BAD_INPUT", { message: "the confirmation has ended; its verdicts stand" });
}

/** The sitting that counted the answer counts one less, whichever sitting takes it back (IM64). */
async function lowerAnswers(ctx: Context, tx: Tx, { id, raterId }: Pick<SessionRow, "id" | "raterId">): Promise<void> {
  const sitting = await findSession(tx, { id, orgId: ctx.scope.orgId, raterId });
  if (sitting !== null && sitting.answers > 0) await changeSession(tx, id, { answers: { decrement: 1 } });
}

interface Again {
  session: SessionRow;
  answered: Answered;
  isRestored: boolean;
}

async function showAgain(ctx: Context, tx: Tx, { session, answered, isRestored }: Again) {
  const { line, kind } = answered;
  const showing = showingOf(answered, session.raterId);
  if (showing === null) return null;
  const item = await showRuns(ctx, tx, { session, showing, term: "random" });
  if (isRestored) {
    await markAnswered(tx, { orgId: ctx.scope.orgId, viewId: item.viewId, at: ctx.app.clock.now() });
  }
  const answer = line.score?.toString() ?? line.verdict ?? line.reason ?? kind;
  return { eventId: line.event_id, item, answer };
}

/** A verdict names its runs by side, a showing by the order the sides are drawn from (IM60). */
function showingOf({ kind, isPair, runs }: Answered, raterId: string): Showing | null {
  const [one, other] = runs;
  if (one === undefined) return null;
  if (!isPair) return { kind: "run", run: one };
  if (other === undefined) return null;
  const pairId = one.pairId ?? `${one.id} ${other.id}`;
  const isInOrder = kind === "skip" || isFirstLeft(raterId, pairId);
  const [first, second] = isInOrder ? [one, other] : [other, one];
  return { kind: "pair", pairId, first, second };
}
