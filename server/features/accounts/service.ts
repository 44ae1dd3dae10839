import { rmSync } from "node:fs";
import path from "node:path";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import type { z } from "zod";
import { FRESH_PASSWORD_MS } from "../../../core/access/roles.ts";
import { sha256Hex } from "../../../core/canonical/sha256.ts";
import { AppError } from "../../platform/errors.ts";
import { transaction } from "../../platform/transaction.ts";
import type { Actor, Context } from "../../trpc/context.ts";
import { appendAudit } from "../activity/index.ts";
import { judgePassword } from "./password-rules.ts";
import {
  claimSetupLink,
  countAttempt,
  findPasswordHash,
  hasNoAccount,
  insertAccount,
  markPasswordEntered,
  storeFourEyes,
} from "./repo.ts";
import type {
  CompleteSetupInput,
  CompleteSetupOutput,
  ConfirmPasswordInput,
  ConfirmPasswordOutput,
  Me,
  SetupStatus,
} from "./schema.ts";

const ATTEMPT_WINDOW_MS = 60_000;
const MAX_ATTEMPTS = 5;

export async function getSetupStatus(ctx: Context): Promise<z.infer<typeof SetupStatus>> {
  return { needsSetup: await ctx.app.needsSetup() };
}

/** FR2: makes the first admin in one transaction; of two racers the second finds the link used. */
export async function completeSetup(
  ctx: Context,
  input: z.infer<typeof CompleteSetupInput>,
): Promise<z.infer<typeof CompleteSetupOutput>> {
  const { app } = ctx;
  if (!(await app.needsSetup())) throw new AppError("SETUP_DONE");
  if (judgePassword(input.password) !== "ok") throw new AppError("WEAK_PASSWORD");
  const passwordHash = await hashPassword(input.password);
  const now = app.clock.now();
  const email = input.email.toLowerCase();
  const id = app.random.uuid();
  await transaction(app, "accounts.completeSetup", async (tx) => {
    if (!(await hasNoAccount(tx))) throw new AppError("SETUP_DONE");
    if (!(await claimSetupLink(tx, sha256Hex(input.token), now))) throw new AppError("SETUP_LINK_INVALID");
    const account = {
      id,
      accountRowId: app.random.uuid(),
      orgId: app.orgId,
      name: input.name,
      email,
      role: "admin",
      passwordHash,
      now,
    };
    await insertAccount(tx, account);
    await storeFourEyes(tx, input.isSolo ? "off" : "on");
    const entry = { orgId: app.orgId, at: now, actor: id, address: ctx.address };
    await appendAudit(tx, {
      ...entry,
      action: "account.created",
      object: `user:${id}`,
      detail: { role: "admin", by: "setup-link" },
    });
    if (input.isSolo)
      await appendAudit(tx, { ...entry, action: "settings.four-eyes", object: "org", detail: { value: "off" } });
  });
  rmSync(path.join(app.env.dataDir, "setup-link.txt"), { force: true });
  return { email };
}

export async function getMe(ctx: Context): Promise<z.infer<typeof Me>> {
  const actor = actorOf(ctx);
  const until = actor.passwordAt === null ? null : actor.passwordAt.getTime() + FRESH_PASSWORD_MS;
  const isFresh = until !== null && until >= ctx.app.clock.now().getTime();
  return {
    id: actor.userId,
    name: actor.name,
    email: actor.email,
    role: actor.role,
    passwordFreshUntil: isFresh ? new Date(until).toISOString() : null,
  };
}

/** AC5: opens the ten minutes in which the session may approve, drain, enrol and manage. */
export async function confirmPassword(
  ctx: Context,
  input: z.infer<typeof ConfirmPasswordInput>,
): Promise<z.infer<typeof ConfirmPasswordOutput>> {
  const { app } = ctx;
  const actor = actorOf(ctx);
  const now = app.clock.now();
  const hasRoom = await transaction(app, "accounts.countConfirm", (tx) =>
    countAttempt(tx, {
      id: app.random.uuid(),
      key: `confirm:${actor.userId}`,
      now,
      windowMs: ATTEMPT_WINDOW_MS,
      max: MAX_ATTEMPTS,
    }),
  );
  if (!hasRoom) throw new AppError("RATE_LIMITED");
  const hash = await findPasswordHash(app.db, ctx.scope.orgId, actor.userId);
  const isRight = hash !== null && (await verifyPassword({ hash, password: input.password }));
  await transaction(app, "accounts.confirmPassword", async (tx) => {
    const action = isRight ? "session.password-confirmed" : "session.password-refused";
    await appendAudit(tx, {
      orgId: actor.orgId,
      at: now,
      actor: actor.userId,
      address: ctx.address,
      action,
      object: `user:${actor.userId}`,
    });
    if (isRight) await markPasswordEntered(tx, actor.sessionId, now);
  });
  if (!isRight) throw new AppError("WRONG_PASSWORD");
  return { passwordFreshUntil: new Date(now.getTime() + FRESH_PASSWORD_MS).toISOString() };
}

function actorOf(ctx: Context): Actor {
  if (ctx.actor === null) throw new AppError("UNAUTHENTICATED");
  return ctx.actor;
}
