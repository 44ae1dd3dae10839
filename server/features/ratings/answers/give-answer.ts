import type { z } from "zod";
import { isWarmUp } from "../../../../core/imaging/bench/session-rules.ts";
import type { Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { classProgressOf, flagUnusable } from "../../images/index.ts";
import { progressOf } from "../picking/open-bench.ts";
import type { Answer, AnswerInput, AnswerOutput } from "../schema.ts";
import { changeSession, markAnswered } from "../session-repo.ts";
import { revealRuns } from "../views/reveal-runs.ts";
import { announceAnswer } from "./announce-answer.ts";
import { confirmationOf, giveWay } from "./confirmation-of.ts";
import { type Seen, seenIn } from "./seen.ts";
import { storeScore } from "./store-score.ts";
import { storeVerdict } from "./store-verdict.ts";
import { writeRecord } from "./write-record.ts";

/** Stores one answer to one view, then tells what it was and what it has done (IM59, IM63); in a confirmation not what it was, since answers would add up to a result before the end (TU40). */
export function giveAnswer(ctx: Context, input: z.infer<typeof AnswerInput>): Promise<z.infer<typeof AnswerOutput>> {
  return transaction(ctx.app, "ratings.rate", async (tx) => {
    const seen = await seenIn(ctx, tx, input.viewId);
    const eventId = await store(ctx, tx, { seen, answer: input.answer });
    const at = ctx.app.clock.now();
    await markAnswered(tx, { orgId: ctx.scope.orgId, viewId: input.viewId, at });
    const session = await changeSession(tx, seen.session.id, {
      lastAnswerAt: at,
      ...(seen.isAnswered ? {} : { answers: { increment: 1 } }),
    });
    const runs = seen.kind === "run" ? [seen.run] : [seen.left, seen.right];
    const answer = {
      eventId,
      revealed: session.confirmationId === null ? await revealRuns(ctx, tx, runs) : [],
      effect: await effectOf(ctx, tx, { seen }),
      progress: await progressOf(ctx, tx, session),
    };
    await announceAnswer(ctx, tx, answer.effect.class);
    return answer;
  });
}

async function store(ctx: Context, tx: Tx, { seen, answer }: { seen: Seen; answer: Answer }): Promise<string> {
  const warmup = isWarmUp(seen.session.answers);
  switch (answer.kind) {
    case "score":
      if (seen.kind !== "run") throw new AppError("BAD_INPUT", { message: "answer.kind: a pair takes a verdict" });
      return storeScore(ctx, tx, { seen, answer, warmup });
    case "verdict":
      if (seen.kind !== "pair") throw new AppError("BAD_INPUT", { message: "answer.kind: a picture takes a score" });
      return storeVerdict(ctx, tx, { seen, answer, warmup });
    case "skip":
      return storeSkip(ctx, tx, { seen, reason: answer.reason });
  }
}

type SkipReason = Extract<Answer, { kind: "skip" }>["reason"];

async function storeSkip(ctx: Context, tx: Tx, { seen, reason }: { seen: Seen; reason: SkipReason }): Promise<string> {
  const run = seen.kind === "run" ? seen.run : seen.left;
  const of = seen.kind === "run" ? { run_id: run.id } : { pair_id: seen.pairId };
  if (seen.kind === "pair" && reason !== "skip") {
    const counted = await confirmationOf(tx, ctx.scope.orgId, seen);
    if (counted !== null) await giveWay(tx, counted);
  }
  const { eventId } = await writeRecord(ctx, tx, { body: { kind: "skip", ...of, reason }, class: run.class });
  if (reason === "unusable") {
    const { orgId } = ctx.scope;
    const by = seen.session.raterId;
    await flagUnusable(tx, { orgId, hashes: [run.inputBlake3], flagId: eventId, by, at: ctx.app.clock.now() });
  }
  return eventId;
}

async function effectOf(
  ctx: Context,
  tx: Tx,
  { seen }: { seen: Seen },
): Promise<z.infer<typeof AnswerOutput>["effect"]> {
  const label = seen.kind === "run" ? seen.run.class : seen.left.class;
  const { rated, needed, argumentSets } = await classProgressOf(tx, { orgId: ctx.scope.orgId, class: label });
  return { class: label, neededRuns: needed, ratedRuns: rated, argumentSets };
}
