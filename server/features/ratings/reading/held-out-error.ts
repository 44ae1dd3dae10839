import { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import { newestTune } from "../repo.ts";

const TuneResult = z.object({ holdout_mae: z.number() });

/** Mean absolute error in stars of the newest tune on its held-out pictures; null before a first one. */
export async function heldOutError(tx: Tx, orgId: string, label: string): Promise<number | null> {
  const text = await newestTune(tx, orgId, label);
  const parsed = text === null ? null : TuneResult.safeParse(JSON.parse(text));
  return parsed?.success ? parsed.data.holdout_mae : null;
}
