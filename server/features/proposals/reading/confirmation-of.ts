import type { Db } from "../../../platform/app.ts";
import { readProgress } from "../confirmation/read-progress.ts";
import { resultOf } from "../confirmation/result.ts";
import type { ConfirmationRecord } from "../repo.ts";
import { Confirmation } from "../schema.ts";
import type { Standing } from "./standing.ts";
import { nameOf } from "./target.ts";

interface Asked {
  readonly orgId: string;
  readonly confirmation: ConfirmationRecord;
  readonly standing: Standing;
  readonly names: ReadonlyMap<string, string>;
}

/** A confirmation as the page tells it: progress while it runs, figures once it has ended (TU40); void where the live recipe changed (TU41). */
export async function confirmationOf(db: Db, { orgId, confirmation, standing, names }: Asked): Promise<Confirmation> {
  const { id, planned, resultJson, requestedAt, endedAt } = confirmation;
  const { figures = null, missing = 0, isEarly = false, reason = null } = resultOf({ resultJson });
  const stored = Confirmation.shape.state.parse(confirmation.state);
  const isVoid = standing.state === "open" && standing.liveSha !== confirmation.baseSha;
  const state = isVoid ? "void" : stored;
  return {
    id,
    state,
    planned,
    ...(await readProgress(db, { orgId, id })),
    missing,
    figures: stored === "running" ? null : figures,
    isEarly,
    reason: isVoid && stored !== "void" ? "the live recipe changed" : reason,
    requestedBy: nameOf(confirmation.requestedBy, names),
    requestedAt: requestedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
