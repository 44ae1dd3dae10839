import type { Prisma } from "../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../platform/app.ts";

const SESSION = {
  id: true,
  raterId: true,
  mode: true,
  isBlind: true,
  class: true,
  confirmationId: true,
  seed: true,
  draws: true,
  answers: true,
  startedAt: true,
  lastAnswerAt: true,
} as const satisfies Prisma.ImageRatingSessionSelect;
export type SessionRow = Prisma.ImageRatingSessionGetPayload<{ select: typeof SESSION }>;

export function findSession(tx: Tx, where: { id: string; orgId: string; raterId: string }): Promise<SessionRow | null> {
  return tx.imageRatingSession.findFirst({ where, select: SESSION });
}

/** When a rater's sitting began; null where it is nobody's or another's. */
export async function sessionStart(
  tx: Tx,
  where: { id: string; orgId: string; raterId: string },
): Promise<Date | null> {
  return (await findSession(tx, where))?.startedAt ?? null;
}

/** The rater's newest sitting. */
export function newestSession(tx: Tx, where: { orgId: string; raterId: string }): Promise<SessionRow | null> {
  return tx.imageRatingSession.findFirst({ where, orderBy: [{ startedAt: "desc" }, { id: "desc" }], select: SESSION });
}

/** The sitting that a rater was at; a new one ends the one before. */
export async function sittingAt(tx: Tx, of: { orgId: string; raterId: string; at: Date }): Promise<string | null> {
  const { at, ...who } = of;
  const row = await tx.imageRatingSession.findFirst({
    where: { ...who, startedAt: { lte: at } },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    select: { id: true },
  });
  return row?.id ?? null;
}

export function insertSession(tx: Tx, data: Prisma.ImageRatingSessionUncheckedCreateInput): Promise<SessionRow> {
  return tx.imageRatingSession.create({ data, select: SESSION });
}

export function changeSession(
  tx: Tx,
  id: string,
  data: Prisma.ImageRatingSessionUncheckedUpdateInput,
): Promise<SessionRow> {
  return tx.imageRatingSession.update({ where: { id }, data, select: SESSION });
}

const VIEW = {
  viewId: true,
  sessionId: true,
  runId: true,
  pairId: true,
  confirmationId: true,
  side: true,
  isBlind: true,
  createdAt: true,
  answeredAt: true,
} as const satisfies Prisma.ImageViewSelect;
export type ViewRow = Prisma.ImageViewGetPayload<{ select: typeof VIEW }>;

export async function insertViews(tx: Tx, data: Prisma.ImageViewCreateManyInput[]): Promise<void> {
  await tx.imageView.createMany({ data });
}

/** The sides of one picture or pair as this person saw it. */
export function viewsOf(tx: Tx, where: { orgId: string; userId: string; viewId: string }): Promise<ViewRow[]> {
  return tx.imageView.findMany({ where, select: VIEW, take: 8 });
}

export function viewsOfMany(
  tx: Tx,
  where: { orgId: string; userId: string; viewIds: readonly string[] },
): Promise<ViewRow[]> {
  const { viewIds, ...of } = where;
  return tx.imageView.findMany({
    where: { ...of, viewId: { in: [...viewIds] } },
    select: VIEW,
    take: Math.max(1, viewIds.length * 4),
  });
}

/** Runs shown last in a sitting, oldest first. */
export async function shownRuns(tx: Tx, sessionId: string, take: number): Promise<string[]> {
  const rows = await tx.imageView.findMany({
    where: { sessionId, side: { in: ["output", "left"] }, answeredAt: { not: null } },
    orderBy: { answeredAt: "desc" },
    select: { runId: true },
    take,
  });
  return rows.flatMap(({ runId }) => runId ?? []).reverse();
}

export async function markAnswered(tx: Tx, of: { orgId: string; viewId: string; at: Date | null }): Promise<void> {
  const { at, ...where } = of;
  await tx.imageView.updateMany({ where, data: { answeredAt: at } });
}

/** For how many pictures it was done. */
export async function extendViews(
  tx: Tx,
  where: { orgId: string; userId: string; viewId: string },
  data: { authSessionId: string; expiresAt: Date },
): Promise<number> {
  return (await tx.imageView.updateMany({ where, data })).count;
}

/** What a live token of this sign-in shows. */
export function findToken(tx: Tx, of: { tokenSha256: string; authSessionId: string; now: Date }) {
  return tx.imageView.findFirst({
    where: { tokenSha256: of.tokenSha256, authSessionId: of.authSessionId, expiresAt: { gt: of.now } },
    select: { blake3: true, mediaType: true },
  });
}
