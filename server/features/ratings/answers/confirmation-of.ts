import { ConfirmationSize } from "../../../../core/imaging/record/parts.ts";
import type { Tx } from "../../../platform/app.ts";
import { confirmationPair, findConfirmation, isJudged, replacePair } from "../confirmation-repo.ts";
import type { Seen } from "./seen.ts";

type SeenPair = Extract<Seen, { kind: "pair" }>;

/** What a verdict on a pair of a confirmation is counted by. */
export interface Counted {
  orgId: string;
  confirmationId: string;
  pairId: string;
  n: ConfirmationSize;
  liveRun: string;
}

/** The confirmation that an answer counts in: of a sitting for it, while it runs, and on a pair that nothing replaced; else null, and the answer is one like any other (TU40, TU41). */
export async function confirmationOf(tx: Tx, orgId: string, seen: SeenPair): Promise<Counted | null> {
  const { session, pairId, isBlind } = seen;
  const { confirmationId } = session;
  if (confirmationId === null || !session.isBlind || !isBlind) return null;
  const confirmation = await findConfirmation(tx, orgId, confirmationId);
  if (confirmation?.state !== "running") return null;
  const pair = await confirmationPair(tx, { orgId, confirmationId, pairId });
  if (pair?.liveRun == null) return null;
  return { orgId, confirmationId, pairId, n: ConfirmationSize.parse(confirmation.planned), liveRun: pair.liveRun };
}

/** An answer that is no judgement makes room for the next fresh input, unless somebody judged the pair before (TU40). */
export async function giveWay(tx: Tx, counted: Counted, seen: SeenPair): Promise<void> {
  const { orgId, confirmationId, pairId } = counted;
  if (await isJudged(tx, { orgId, confirmationId, runs: [seen.left.id, seen.right.id] })) return;
  await replacePair(tx, { orgId, confirmationId, pairId });
}
