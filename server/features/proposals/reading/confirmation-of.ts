import { z } from "zod";
import type { Db } from "../../../platform/app.ts";
import { type ConfirmationRecord, countJudgedInputs } from "../repo.ts";
import { Confirmation } from "../schema.ts";
import type { Standing } from "./standing.ts";
import { nameOf } from "./target.ts";

interface Asked {
  readonly orgId: string;
  readonly confirmation: ConfirmationRecord;
  readonly standing: Standing;
  readonly names: ReadonlyMap<string, string>;
}

const Ended = z.object({ figures: Confirmation.shape.figures.catch(null), missing: z.int().catch(0) });

/** A confirmation as the page tells it: progress while it runs, figures once it has ended (TU40); void where the live recipe changed (TU41). */
export async function confirmationOf(db: Db, { orgId, confirmation, standing, names }: Asked): Promise<Confirmation> {
  const { id, planned, resultJson, requestedAt, endedAt } = confirmation;
  const { figures, missing } = Ended.parse(resultJson === null ? {} : JSON.parse(resultJson));
  const stored = Confirmation.shape.state.parse(confirmation.state);
  const isVoid = standing.state === "open" && standing.liveSha !== confirmation.baseSha;
  const state = isVoid ? "void" : stored;
  return {
    id,
    state,
    planned,
    judged: await countJudgedInputs(db, { orgId, confirmationId: id }),
    missing,
    figures: stored === "running" ? null : figures,
    requestedBy: nameOf(confirmation.requestedBy, names),
    requestedAt: requestedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
