import type { Tx } from "../../../platform/app.ts";
import { markCorrectionRevoked } from "../classes/correction-repo.ts";
import { settleClass } from "../classes/settle-class.ts";
import { takeFlagsBack } from "../inputs/flag-repo.ts";
import { markRevoked } from "../records/answer-repo.ts";

/** IM33: what a revoke from elsewhere names no longer counts: a score, a verdict, a flag, or a correction, whose picture goes back to the class it has without it. */
export async function takeBack(tx: Tx, of: { orgId: string; eventId: string; revokedBy: string }): Promise<void> {
  const { orgId, eventId } = of;
  await markRevoked(tx, of);
  await takeFlagsBack(tx, { orgId, flagId: eventId });
  const blake3 = await markCorrectionRevoked(tx, of);
  if (blake3 !== null) await settleClass(tx, { orgId, blake3 });
}
