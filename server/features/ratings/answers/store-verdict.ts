import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { insertVerdict } from "../../images/index.ts";
import { liveShas, verdictsOn } from "../repo.ts";
import type { Answer } from "../schema.ts";
import { type Counted, confirmationOf, giveWay } from "./confirmation-of.ts";
import type { Seen } from "./seen.ts";
import { revokeEvent, writeRecord } from "./write-record.ts";

interface NewVerdict {
  seen: Extract<Seen, { kind: "pair" }>;
  answer: Extract<Answer, { kind: "verdict" }>;
  warmup: boolean;
}

/** Writes a verdict with the sides as they were shown (IM60). Of one person's verdicts on two runs the latest counts, whether it changes one, is sent twice or answers a hidden repeat, and an undone one lets the earlier hold again, as with scores (IM33, IM64, TU38); a confirmation counts first answers, so there an earlier one is taken back (TU40), and so is a changed answer to a hidden repeat or a gold pair, which have one. */
export async function storeVerdict(ctx: Context, tx: Tx, { seen, answer, warmup }: NewVerdict): Promise<string> {
  const { left, right, session } = seen;
  const { orgId } = ctx.scope;
  const counted = await confirmationOf(tx, orgId, seen);
  const shownLeft = counted === null ? await sideOf(tx, orgId, seen) : sideIn(counted, seen);
  const confirmationId = counted?.confirmationId ?? null;
  const sides = [left.id, right.id];
  const known = await verdictsOn(tx, { orgId, raterId: session.raterId, confirmationId, sides });
  const isGold = left.notRateable === "gold";
  const isOneOnly = (one: (typeof known)[number]) => one.viewId === seen.viewId && (one.isRepeat || isGold);
  const replaced = known.filter((one) => counted !== null || isOneOnly(one));
  for (const { eventId } of replaced) await revokeEvent(ctx, tx, { eventId, class: left.class });
  if (counted !== null && answer.verdict === "not_sure") await giveWay(tx, counted);
  const isLeftOut = warmup && counted === null;
  const written = await writeRecord(ctx, tx, {
    class: left.class,
    body: {
      kind: "pair",
      left_run: left.id,
      right_run: right.id,
      verdict: answer.verdict,
      shown_left: shownLeft,
      ms: answer.ms,
      ...(counted === null ? {} : { confirmation_id: counted.confirmationId, confirmation_n: counted.n }),
      ...(isLeftOut ? { warmup: true as const } : {}),
      ...(isGold ? { gold: true as const } : {}),
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
    isGold,
    isRepeat: counted === null && !isGold && (replaced.length > 0 || (!seen.isAnswered && known.length > 0)),
    viewId: seen.viewId,
    sessionId: session.id,
  });
  return written.eventId;
}

type ShownLeft = "live" | "candidate" | "none";

/** The pair was drawn with its live side; what is live by now does not matter (TU40). */
const sideIn = ({ liveRun }: Counted, { left }: NewVerdict["seen"]): ShownLeft =>
  left.id === liveRun ? "live" : "candidate";

async function sideOf(tx: Tx, orgId: string, { left, right }: NewVerdict["seen"]): Promise<ShownLeft> {
  const live = (await liveShas(tx, orgId)).get(left.class);
  if (left.recipeSha === right.recipeSha || left.notRateable === "gold") return "none";
  if (live === left.recipeSha) return "live";
  return live === right.recipeSha ? "candidate" : "none";
}
