import { type BenchMode, suggestedMode } from "../../../../core/imaging/bench/session-rules.ts";
import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { scoreUse } from "../queue-repo.ts";
import type { SessionRow } from "../session-repo.ts";
import { countWaiting } from "./waiting.ts";

/** A sitting in pairs as it would begin. */
const UNBEGUN = {
  ...{ id: "", mode: "pairs", isBlind: true, confirmationId: null },
  ...{ seed: 0n, draws: 0, answers: 0, lastAnswerAt: null },
};

/** How a choice of pictures is best answered: in pairs where its raters' scores say little and a pair waits for this rater, else by scores (IM65). */
export async function defaultMode(
  ctx: Context,
  tx: Tx,
  of: Pick<SessionRow, "raterId" | "class" | "startedAt">,
): Promise<BenchMode> {
  if (suggestedMode(await scoreUse(tx, { orgId: ctx.scope.orgId, class: of.class })) === "scores") return "scores";
  return (await countWaiting(ctx, tx, { ...UNBEGUN, ...of })) > 0 ? "pairs" : "scores";
}
