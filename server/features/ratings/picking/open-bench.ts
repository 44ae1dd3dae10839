import type { z } from "zod";
import { isTimeToStop, isWarmUp } from "../../../../core/imaging/bench/session-rules.ts";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { findConfirmation } from "../confirmation-repo.ts";
import type { BenchProgress, BenchSession, OpenBenchInput } from "../schema.ts";
import { BenchMode } from "../schema.ts";
import { findSession, insertSession, newestSession, type SessionRow } from "../session-repo.ts";
import { defaultMode } from "./default-mode.ts";
import { countWaiting } from "./waiting.ts";

/** A sitting without an answer for this long has ended. */
const SITTING_MS = 30 * 60_000;
const SEED_BYTES = 4;

/** Goes on with the rater's sitting of the same kind, also after a reload, or begins one (IM64); without a wish it is of the kind that suits the class (IM65). */
export function openBench(ctx: Context, input: z.infer<typeof OpenBenchInput>): Promise<z.infer<typeof BenchSession>> {
  const { app, scope } = ctx;
  const raterId = requireActor(ctx).userId;
  return transaction(app, "ratings.open", async (tx) => {
    if (input.confirmationId !== null) await mayConfirm(tx, scope.orgId, input);
    const startedAt = app.clock.now();
    const suggested = await defaultMode(ctx, tx, { raterId, class: input.class, startedAt });
    const wish = { ...input, mode: input.mode ?? (input.confirmationId === null ? suggested : "pairs") };
    const newest = await newestSession(tx, { orgId: scope.orgId, raterId });
    const isSame = newest !== null && isOf(newest, wish) && isGoingOn(newest, startedAt);
    const session = isSame
      ? newest
      : await insertSession(tx, {
          id: app.random.uuid(),
          orgId: scope.orgId,
          raterId,
          ...wish,
          seed: BigInt(Buffer.from(app.random.bytes(SEED_BYTES)).readUInt32BE()),
          startedAt,
        });
    return {
      id: session.id,
      mode: BenchMode.parse(session.mode),
      class: session.class,
      isBlind: session.isBlind,
      progress: await progressOf(ctx, tx, session),
      suggestedMode: suggested,
    };
  });
}

/** TU40: verdicts that decide are blind choices of one of two. @throws NOT_FOUND for a confirmation that is not here. */
async function mayConfirm(tx: Tx, orgId: string, input: z.infer<typeof OpenBenchInput>): Promise<void> {
  const { confirmationId, isBlind, mode } = input;
  if (!isBlind) throw new AppError("BAD_INPUT", { message: "isBlind: a confirmation is judged blind" });
  if (mode === "scores") throw new AppError("BAD_INPUT", { message: "mode: a confirmation is judged in pairs" });
  if ((await findConfirmation(tx, orgId, confirmationId ?? "")) === null) throw new AppError("NOT_FOUND");
}

/** Whether a rater's newest sitting has not ended yet. */
export function isGoingOn({ lastAnswerAt, startedAt }: SessionRow, now: Date): boolean {
  return now.getTime() - (lastAnswerAt ?? startedAt).getTime() < SITTING_MS;
}

function isOf(session: SessionRow, input: z.infer<typeof OpenBenchInput> & { mode: BenchMode }): boolean {
  return (
    session.mode === input.mode &&
    session.class === input.class &&
    session.isBlind === input.isBlind &&
    session.confirmationId === input.confirmationId
  );
}

/** A rater's own sitting. @throws NOT_FOUND for one of somebody else. */
export async function ownSession(ctx: Context, tx: Tx, id: string): Promise<SessionRow> {
  const session = await findSession(tx, { id, orgId: ctx.scope.orgId, raterId: requireActor(ctx).userId });
  if (session === null) throw new AppError("NOT_FOUND");
  return session;
}

export async function progressOf(ctx: Context, tx: Tx, session: SessionRow): Promise<z.infer<typeof BenchProgress>> {
  return {
    answers: session.answers,
    waiting: await countWaiting(ctx, tx, session),
    isWarmUp: isWarmUp(session.answers),
    isTimeToStop: isTimeToStop(session.startedAt.getTime(), ctx.app.clock.now().getTime()),
  };
}
