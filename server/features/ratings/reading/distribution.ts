import type { z } from "zod";
import { isAllowed } from "../../../../core/access/roles.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import { recipeScoresOf } from "../../images/index.ts";
import type { Distribution, ReadingInput } from "../schema.ts";

/** Scores 1…5 per class and recipe (IM65): everybody's for reviewers, the own for raters, who are not to lean on others (IM60). */
export async function readDistribution(
  ctx: Context,
  input: z.infer<typeof ReadingInput>,
): Promise<z.infer<typeof Distribution>> {
  const actor = requireActor(ctx);
  const isEverybody = isAllowed(actor.role, "propose");
  const scores = await recipeScoresOf(ctx.app.db, {
    orgId: ctx.scope.orgId,
    ...(input.class === null ? {} : { class: input.class }),
    ...(isEverybody ? {} : { raterId: actor.userId }),
  });
  const rows = scores.flatMap(({ class: label, recipeSha, counts, mean, forced }) =>
    mean === null ? [] : [{ class: label, recipeSha, counts, mean, forced }],
  );
  return { isEverybody, rows };
}
