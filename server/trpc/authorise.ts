import { FRESH_PASSWORD_MS, isAllowed, NEEDS_FRESH_PASSWORD, type Permission } from "../../core/access/roles.ts";
import { AppError } from "../platform/errors.ts";
import type { Context } from "./context.ts";

/** Lets the call through or says why not; a missing policy is a refusal (TP7). */
export async function authorise(ctx: Context, permission: Permission | undefined): Promise<Context> {
  if (permission === undefined) throw new AppError("FORBIDDEN");
  if (permission === "public") return ctx;
  if (await ctx.app.needsSetup()) throw new AppError("SETUP_REQUIRED");
  if (ctx.actor === null) throw new AppError("UNAUTHENTICATED");
  if (!isAllowed(ctx.actor.role, permission)) {
    throw new AppError("FORBIDDEN", { details: { permission, role: ctx.actor.role } });
  }
  if (NEEDS_FRESH_PASSWORD.has(permission) && !hasFreshPassword(ctx)) throw new AppError("PASSWORD_NEEDED");
  return ctx;
}

/** AC5: whether the password was entered within ten minutes. */
export function hasFreshPassword(ctx: Context): boolean {
  const at = ctx.actor?.passwordAt ?? null;
  return at !== null && ctx.app.clock.now().getTime() - at.getTime() <= FRESH_PASSWORD_MS;
}
