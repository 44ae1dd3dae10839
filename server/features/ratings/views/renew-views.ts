import type { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { requireActor } from "../../../trpc/require-actor.ts";
import type { RenewInput, RenewOutput } from "../schema.ts";
import { extendViews } from "../session-repo.ts";
import { TOKEN_MS } from "./make-views.ts";

/**
 * Gives the tokens of own views 30 minutes more, for the present sign-in: a rater who comes back later, or signed in
 * anew, sees the same picture under the same token (IM59). @throws NOT_FOUND where one of the views is not the rater's.
 */
export function renewViews(ctx: Context, input: z.infer<typeof RenewInput>): Promise<z.infer<typeof RenewOutput>> {
  const { app, scope } = ctx;
  const { userId, sessionId } = requireActor(ctx);
  return transaction(app, "ratings.renew", async (tx) => {
    const expiresAt = new Date(app.clock.now().getTime() + TOKEN_MS);
    for (const viewId of input.viewIds) {
      const count = await extendViews(
        tx,
        { orgId: scope.orgId, userId, viewId },
        { authSessionId: sessionId, expiresAt },
      );
      if (count === 0) throw new AppError("NOT_FOUND");
    }
    return { expiresAt };
  });
}
