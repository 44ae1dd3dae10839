import type { Db, Tx } from "../../platform/app.ts";

const SESSION_FIELDS = {
  id: true,
  createdAt: true,
  expiresAt: true,
  passwordAt: true,
  user: { select: { id: true, name: true, email: true, role: true, orgId: true, isDisabled: true } },
} as const;

/** Whether this install has no account yet. */
export async function hasNoAccount(tx: Tx): Promise<boolean> {
  return (await tx.user.findFirst({ select: { id: true } })) === null;
}

/** FR1: a restart makes a new link, so older ones die. */
export async function replaceSetupLink(
  tx: Tx,
  link: { id: string; tokenHash: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx.setupLink.deleteMany({});
  await tx.setupLink.create({ data: link, select: { id: true } });
}

/** FR2: one conditional UPDATE, so of two racers one gets true. */
export async function claimSetupLink(tx: Tx, tokenHash: string, now: Date): Promise<boolean> {
  const { count } = await tx.setupLink.updateMany({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

interface NewAccount {
  id: string;
  accountRowId: string;
  orgId: string;
  name: string;
  email: string;
  role: string;
  passwordHash: string;
  now: Date;
}

/** A user with a password, in the shape better-auth reads. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<void> {
  const { id, orgId, name, email, role, now } = account;
  await tx.user.create({
    data: { id, orgId, name, email, role, createdAt: now, updatedAt: now },
    select: { id: true },
  });
  await tx.account.create({
    data: {
      id: account.accountRowId,
      accountId: id,
      providerId: "credential",
      userId: id,
      password: account.passwordHash,
      createdAt: now,
      updatedAt: now,
    },
    select: { id: true },
  });
}

/** AC6. */
export async function storeFourEyes(tx: Tx, value: "on" | "off"): Promise<void> {
  await tx.serverMeta.upsert({ where: { key: "four_eyes" }, create: { key: "four_eyes", value }, update: { value } });
}

/** AC6: on unless the set-up or an admin switched it off. */
export async function hasFourEyes(tx: Db | Tx): Promise<boolean> {
  const row = await tx.serverMeta.findUnique({ where: { key: "four_eyes" }, select: { value: true } });
  return row?.value !== "off";
}

/** SS1: the session with its user as they are in the database now. */
export function findSession(db: Db | Tx, sessionId: string) {
  return db.session.findUnique({ where: { id: sessionId }, select: SESSION_FIELDS });
}

export async function findPasswordHash(db: Db, orgId: string, userId: string): Promise<string | null> {
  const row = await db.account.findFirst({
    where: { userId, providerId: "credential", user: { orgId } },
    select: { password: true },
  });
  return row?.password ?? null;
}

export async function markPasswordEntered(tx: Tx, sessionId: string, at: Date): Promise<void> {
  await tx.session.update({ where: { id: sessionId }, data: { passwordAt: at }, select: { id: true } });
}

export function findUserByEmail(
  db: Db | Tx,
  email: string,
): Promise<{ id: string; orgId: string; isDisabled: boolean } | null> {
  return db.user.findUnique({ where: { email }, select: { id: true, orgId: true, isDisabled: true } });
}

/** TP9: counts one attempt under `key` in a window; true when there is room. */
export async function countAttempt(
  tx: Tx,
  attempt: { id: string; key: string; now: Date; windowMs: number; max: number },
): Promise<boolean> {
  const nowMs = attempt.now.getTime();
  const row = await tx.rateLimit.findUnique({
    where: { key: attempt.key },
    select: { count: true, lastRequest: true },
  });
  if (row === null) {
    await tx.rateLimit.create({
      data: { id: attempt.id, key: attempt.key, count: 1, lastRequest: nowMs },
      select: { id: true },
    });
    return true;
  }
  if (nowMs - Number(row.lastRequest) >= attempt.windowMs) {
    await tx.rateLimit.update({
      where: { key: attempt.key },
      data: { count: 1, lastRequest: nowMs },
      select: { id: true },
    });
    return true;
  }
  if (row.count >= attempt.max) return false;
  await tx.rateLimit.update({ where: { key: attempt.key }, data: { count: { increment: 1 } }, select: { id: true } });
  return true;
}
