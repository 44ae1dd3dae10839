import { ConfirmationSize } from "../../../../core/imaging/record/parts.ts";
import type { Tx } from "../../../platform/app.ts";
import { confirmationPair, findConfirmation, replacePair } from "../confirmation-repo.ts";
import { confirmationCourse, confirmationVerdicts } from "../confirmation-verdicts.ts";
import type { Seen } from "./seen.ts";

type SeenPair = Extract<Seen, { kind: "pair" }>;

/** What a verdict on a pair of a confirmation is counted by. */
export interface Counted {
  orgId: string;
  confirmationId: string;
  pairId: string;
  inputBlake3: string;
  n: ConfirmationSize;
  liveRun: string;
}

/** The confirmation that an answer counts in: of a sitting for it, while it runs, and on a pair that nothing replaced; else null, and the answer is one like any other (TU40, TU41). */
export async function confirmationOf(tx: Tx, orgId: string, seen: SeenPair): Promise<Counted | null> {
  const { session, pairId, isBlind } = seen;
  const { confirmationId } = session;
  if (confirmationId === null || !session.isBlind || !isBlind) return null;
  const n = await runningSize(tx, orgId, confirmationId);
  const pair = n === null ? null : await confirmationPair(tx, { orgId, confirmationId, pairId });
  if (n === null || pair?.liveRun == null) return null;
  const { liveRun, inputBlake3 } = pair;
  return { orgId, confirmationId, pairId, inputBlake3, n, liveRun };
}

/** The planned size of a confirmation that still runs; null once its verdicts have decided it, though its row may not say so yet (TU40). */
export async function runningSize(tx: Tx, orgId: string, confirmationId: string): Promise<ConfirmationSize | null> {
  const confirmation = await findConfirmation(tx, orgId, confirmationId);
  if (confirmation?.state !== "running") return null;
  const n = ConfirmationSize.parse(confirmation.planned);
  const { kind } = await confirmationCourse(tx, { orgId, confirmationId, n });
  return kind === "passed" || kind === "failed" ? null : n;
}

/** An answer that is no judgement makes room for the next fresh input, unless somebody judged the pair before (TU40). */
export async function giveWay(tx: Tx, { orgId, confirmationId, pairId, inputBlake3 }: Counted): Promise<void> {
  const given = await confirmationVerdicts(tx, { orgId, confirmationId });
  if (given.some(({ input }) => input === inputBlake3)) return;
  await replacePair(tx, { orgId, confirmationId, pairId });
}
