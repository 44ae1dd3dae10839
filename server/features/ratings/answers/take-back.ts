import { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { takeFlagBack } from "../../images/index.ts";
import { findConfirmation } from "../confirmation-repo.ts";
import { ownSession, progressOf } from "../picking/open-bench.ts";
import { type AnswerEvent, newestAnswers } from "../record-repo.ts";
import { type BenchRun, findBenchRuns, runsOfPair, standingRatings } from "../repo.ts";
import type { BenchItem, ClearOutput, SessionInput, UndoOutput, ViewInput } from "../schema.ts";
import { changeSession, findSession, markAnswered, type SessionRow } from "../session-repo.ts";
import { type Showing, showRuns } from "../views/show-runs.ts";
import { runningSize } from "./confirmation-of.ts";
import { givenAnswer } from "./given-answer.ts";
import { seenIn } from "./seen.ts";
import { revokeEvent } from "./write-record.ts";

const PAGE = 200;
const LAST_PLACE = 2 ** 31 - 1;

/** `0`: takes the own score of a picture back; an earlier one holds again (IM33). */
export function clearRating(ctx: Context, input: z.infer<typeof ViewInput>): Promise<z.infer<typeof ClearOutput>> {
  return transaction(ctx.app, "ratings.clear", async (tx) => {
    const seen = await seenIn(ctx, tx, input.viewId);
    if (seen.kind !== "run") throw new AppError("BAD_INPUT", { message: "viewId: a pair has no score" });
    const { session, run } = seen;
    const of = { orgId: ctx.scope.orgId, raterId: session.raterId, runIds: [run.id] };
    const own = (await standingRatings(tx, of)).at(-1);
    if (own !== undefined) await revokeEvent(ctx, tx, { eventId: own.eventId, class: run.class });
    return { isRevoked: own !== undefined, progress: await progressOf(ctx, tx, session) };
  });
}

/** `U`: takes back the newest answer that still stands, over pictures, sittings and reloads, and shows its picture again. */
export function undoAnswer(ctx: Context, input: z.infer<typeof SessionInput>): Promise<z.infer<typeof UndoOutput>> {
  return transaction(ctx.app, "ratings.undo", async (tx) => {
    const session = await ownSession(ctx, tx, input.sessionId);
    const found = await newestStanding(ctx, tx, session);
    if (found === null) return { undone: null, progress: await progressOf(ctx, tx, session) };
    const { event, line } = found;
    await mayTakeBack(tx, ctx.scope.orgId, line);
    const runs = await runsOf(ctx, tx, found);
    await revokeEvent(ctx, tx, { eventId: line.event_id, class: runs[0]?.class ?? null });
    if (line.reason === "unusable" && runs[0] !== undefined) {
      await takeFlagBack(tx, { orgId: ctx.scope.orgId, blake3: runs[0].inputBlake3, flagId: line.event_id });
    }
    const { sessionId, isRestored } = await givenAnswer(tx, {
      ...{ orgId: ctx.scope.orgId, raterId: session.raterId, kind: event.kind, eventId: line.event_id },
      ...{ atMs: line.ts_unix_ms, runIds: runs.map(({ id }) => id) },
    });
    if (!isRestored && sessionId !== null) await lowerAnswers(ctx, tx, { ...session, id: sessionId });
    const after = await changeSession(tx, session.id, { lastAnswerAt: ctx.app.clock.now() });
    const showing = showingOf(event, runs);
    const item: BenchItem | null =
      showing === null ? null : await showRuns(ctx, tx, { session: after, showing, term: "random" });
    if (item !== null && isRestored) {
      await markAnswered(tx, { orgId: ctx.scope.orgId, viewId: item.viewId, at: ctx.app.clock.now() });
    }
    const answer = line.score?.toString() ?? line.verdict ?? line.reason ?? event.kind;
    return { undone: item === null ? null : { item, answer }, progress: await progressOf(ctx, tx, after) };
  });
}

/** The sitting that counted the answer counts one less, whichever sitting takes it back (IM64). */
async function lowerAnswers(ctx: Context, tx: Tx, { id, raterId }: Pick<SessionRow, "id" | "raterId">): Promise<void> {
  const sitting = await findSession(tx, { id, orgId: ctx.scope.orgId, raterId });
  if (sitting !== null && sitting.answers > 0) await changeSession(tx, id, { answers: { decrement: 1 } });
}

/** Verdicts of a confirmation that has ended have decided; taking one back would leave the log another result than the one that was told. */
async function mayTakeBack(tx: Tx, orgId: string, line: Standing["line"]): Promise<void> {
  if (line.confirmation_id === undefined) return;
  const confirmation = await findConfirmation(tx, orgId, line.confirmation_id);
  if (confirmation === null || (await runningSize(tx, orgId, line.confirmation_id)) !== null) return;
  throw new AppError("BAD_INPUT", { message: "the confirmation has ended; its verdicts stand" });
}

const AnswerLine = z.object({
  event_id: z.string(),
  ts_unix_ms: z.number(),
  revokes: z.string().optional(),
  score: z.number().optional(),
  verdict: z.string().optional(),
  reason: z.string().optional(),
  left_run: z.string().optional(),
  right_run: z.string().optional(),
  confirmation_id: z.string().optional(),
});
interface Standing {
  event: AnswerEvent;
  line: z.infer<typeof AnswerLine>;
}

async function newestStanding(ctx: Context, tx: Tx, session: SessionRow): Promise<Standing | null> {
  const revoked = new Set<string>();
  let before = LAST_PLACE;
  for (;;) {
    const of = { orgId: ctx.scope.orgId, raterId: session.raterId, before, take: PAGE };
    const events = await newestAnswers(tx, of);
    for (const event of events) {
      const line = AnswerLine.parse(JSON.parse(new TextDecoder().decode(event.line)));
      if (line.revokes !== undefined) revoked.add(line.revokes);
      else if (!revoked.has(line.event_id)) return { event, line };
    }
    const last = events.at(-1);
    if (last === undefined || events.length < PAGE) return null;
    before = last.seq;
  }
}

async function runsOf(ctx: Context, tx: Tx, { event, line }: Standing): Promise<BenchRun[]> {
  if (event.kind === "skip" && event.pairId !== null) return runsOfPair(tx, ctx.scope.orgId, event.pairId);
  const ids = [event.runId, line.left_run, line.right_run].flatMap((id) => id ?? []);
  const runs = new Map((await findBenchRuns(tx, ctx.scope.orgId, ids)).map((run) => [run.id, run]));
  return ids.flatMap((id) => runs.get(id) ?? []);
}

function showingOf(event: AnswerEvent, [first, second]: readonly BenchRun[]): Showing | null {
  if (first === undefined) return null;
  if (event.kind !== "pair" && event.pairId === null) return { kind: "run", run: first };
  if (second === undefined) return null;
  return { kind: "pair", pairId: first.pairId ?? `${first.id} ${second.id}`, first, second };
}
