import { judgeInputs } from "../../../../core/tuning/confirmation/input-values.ts";
import type { Db } from "../../../platform/app.ts";
import { findConfirmation } from "./confirmation-repo.ts";
import { readFacts } from "./read-facts.ts";

export interface ConfirmationProgress {
  /** Inputs that both recipes have run on. */
  run: number;
  /** Pairs on the bench without a verdict. */
  ready: number;
  judged: number;
  /** Drawn inputs whose place others took. */
  replaced: number;
}

/** How far a confirmation is; no figure of it tells which recipe is ahead (TU40). */
export async function readProgress(db: Db, of: { orgId: string; id: string }): Promise<ConfirmationProgress> {
  const row = await findConfirmation(db, of);
  if (row === null) return { run: 0, ready: 0, judged: 0, replaced: 0 };
  const { items, verdicts, n } = await readFacts(db, row);
  const standing = items.filter(({ isReplaced }) => !isReplaced);
  const { judged, open } = judgeInputs(verdicts, { order: standing.map(({ input }) => input), n });
  const run = standing.filter(({ isReady }) => isReady);
  return {
    run: run.length,
    ready: run.filter(({ input }) => open.includes(input)).length,
    judged: judged.length,
    replaced: items.length - standing.length,
  };
}
