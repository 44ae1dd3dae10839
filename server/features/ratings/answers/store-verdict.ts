import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { insertVerdict } from "../../images/index.ts";
import { liveShas, verdictsOn } from "../repo.ts";
import type { Answer } from "../schema.ts";
import type { Seen } from "./seen.ts";
import { revokeEvent, writeRecord } from "./write-record.ts";

interface NewVerdict {
  seen: Extract<Seen, { kind: "pair" }>;
  answer: Extract<Answer, { kind: "verdict" }>;
  warmup: boolean;
}

/** Writes a verdict with the sides as they were shown (IM60); one given before on the same two runs is taken back, so that an answer that was changed or sent twice counts once (TU38, TU40). */
export async function storeVerdict(ctx: Context, tx: Tx, { seen, answer, warmup }: NewVerdict): Promise<string> {
  const { left, right, session } = seen;
  const { orgId } = ctx.scope;
  const live = (await liveShas(tx, orgId)).get(left.class);
  const shownLeft =
    live === left.recipeSha && live !== right.recipeSha
      ? "live"
      : live === right.recipeSha && live !== left.recipeSha
        ? "candidate"
        : "none";
  const { confirmationId } = session;
  const sides = [left.id, right.id];
  for (const { eventId } of await verdictsOn(tx, { orgId, raterId: session.raterId, confirmationId, sides })) {
    await revokeEvent(ctx, tx, { eventId, class: left.class });
  }
  const isLeftOut = warmup && confirmationId === null;
  const written = await writeRecord(ctx, tx, {
    class: left.class,
    body: {
      kind: "pair",
      left_run: left.id,
      right_run: right.id,
      verdict: answer.verdict,
      shown_left: shownLeft,
      ms: answer.ms,
      ...(confirmationId === null ? {} : { confirmation_id: confirmationId }),
      ...(isLeftOut ? { warmup: true as const } : {}),
    },
  });
  await insertVerdict(tx, {
    ...written,
    orgId,
    leftRun: left.id,
    rightRun: right.id,
    class: left.class,
    inputBlake3: left.inputBlake3,
    raterId: session.raterId,
    verdict: answer.verdict,
    shownLeft,
    ms: answer.ms,
    confirmationId,
    isWarmUp: isLeftOut,
    sessionId: session.id,
  });
  return written.eventId;
}
