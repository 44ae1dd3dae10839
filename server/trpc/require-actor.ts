import { AppError } from "../platform/errors.ts";
import type { Actor, Context } from "./context.ts";

/** Who acts; the policy has let only signed-in people through. */
export function requireActor(ctx: Context): Actor {
  if (ctx.actor === null) throw new AppError("UNAUTHENTICATED");
  return ctx.actor;
}
