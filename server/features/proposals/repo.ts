import type { Prisma } from "../../../prisma/generated/sqlite/client.ts";
import type { Db, Tx } from "../../platform/app.ts";

/** What a list shows: everything but texts and figures. */
const LISTED = {
  id: true,
  number: true,
  class: true,
  origin: true,
  method: true,
  baseSha: true,
  recipeSha: true,
  verdict: true,
  delta: true,
  gain: true,
  gainLower: true,
  gainUpper: true,
  resultJson: true,
  state: true,
  requestedBy: true,
  requestedAt: true,
  decidedAt: true,
} as const satisfies Prisma.ImageProposalSelect;
export type ListedProposal = Prisma.ImageProposalGetPayload<{ select: typeof LISTED }>;

const PROPOSAL = {
  ...LISTED,
  orgId: true,
  seed: true,
  toml: true,
  evidenceBlake3: true,
  inputsJson: true,
  isForced: true,
  reason: true,
  comment: true,
  decidedBy: true,
} as const satisfies Prisma.ImageProposalSelect;
export type ProposalRecord = Prisma.ImageProposalGetPayload<{ select: typeof PROPOSAL }>;

const CONFIRMATION = {
  id: true,
  proposalId: true,
  class: true,
  baseSha: true,
  recipeSha: true,
  planned: true,
  state: true,
  resultJson: true,
  requestedBy: true,
  requestedAt: true,
  endedAt: true,
} as const satisfies Prisma.ImageConfirmationSelect;
export type ConfirmationRecord = Prisma.ImageConfirmationGetPayload<{ select: typeof CONFIRMATION }>;

const MOST_USERS = 10_000;

export function findProposal(tx: Db | Tx, of: { orgId: string; id: string }): Promise<ProposalRecord | null> {
  return tx.imageProposal.findFirst({ where: of, select: PROPOSAL });
}

const NEWEST = 50;

/** The newest tunes of a class, newest first. */
export function newestTunes(db: Db, of: { orgId: string; class: string }): Promise<ProposalRecord[]> {
  return db.imageProposal.findMany({
    where: { ...of, origin: "tune", state: { in: ["open", "promoted"] } },
    orderBy: { number: "desc" },
    select: PROPOSAL,
    take: NEWEST,
  });
}

interface Wanted {
  readonly orgId: string;
  readonly class?: string;
  readonly state?: string;
  /** Open ones asked at or before this are expired (AP7). */
  readonly expiredAt: Date;
}

function whereOf({ orgId, class: label, state, expiredAt }: Wanted): Prisma.ImageProposalWhereInput {
  return {
    orgId,
    ...(label === undefined ? {} : { class: label }),
    ...(state === undefined ? {} : { state: state === "expired" ? "open" : state }),
    ...(state === "open" ? { requestedAt: { gt: expiredAt } } : {}),
    ...(state === "expired" ? { requestedAt: { lte: expiredAt } } : {}),
  };
}

/** Newest first. */
export function listProposalRows(
  db: Db,
  wanted: Wanted,
  { skip, take }: { skip: number; take: number },
): Promise<ListedProposal[]> {
  return db.imageProposal.findMany({
    where: whereOf(wanted),
    orderBy: { number: "desc" },
    select: LISTED,
    skip,
    take,
  });
}

export function countProposals(db: Db, wanted: Wanted): Promise<number> {
  return db.imageProposal.count({ where: whereOf(wanted) });
}

export type NewProposal = Omit<Prisma.ImageProposalUncheckedCreateInput, "number">;

/** Stores a proposal; returns the n of PROP-n. */
export async function insertProposal(tx: Tx, data: NewProposal): Promise<number> {
  const { orgId } = data;
  const newest = await tx.imageProposal.findFirst({
    where: { orgId },
    orderBy: { number: "desc" },
    select: { number: true },
  });
  const number = (newest?.number ?? 0) + 1;
  await tx.imageProposal.create({ data: { ...data, number }, select: { id: true } });
  return number;
}

interface OfClass {
  readonly orgId: string;
  readonly class: string;
}

/** The open proposals of a class, those not asked before a time: earlier ones are expired (AP7). */
export function openOnesOf(tx: Tx, of: OfClass, notBefore: Date): Promise<{ id: string; number: number }[]> {
  return tx.imageProposal.findMany({
    where: { ...of, state: "open", requestedAt: { gt: notBefore } },
    select: { id: true, number: true },
    take: MOST_USERS,
  });
}

/** TU41: a newer proposal of the class closes these open ones. */
export async function supersede(
  tx: Tx,
  of: { orgId: string; ids: string[] },
  decided: { at: Date; by: string },
): Promise<void> {
  await tx.imageProposal.updateMany({
    where: { orgId: of.orgId, id: { in: of.ids }, state: "open" },
    data: { state: "superseded", decidedAt: decided.at, decidedBy: decided.by },
  });
}

/** The open proposal that the same tune made before: its text holds every figure, seed and digest (TU44). */
export function findSameTune(
  tx: Tx,
  of: { orgId: string; class: string; baseSha: string; toml: string },
  notBefore: Date,
): Promise<{ id: string; number: number } | null> {
  return tx.imageProposal.findFirst({
    where: { ...of, state: "open", requestedAt: { gt: notBefore } },
    select: { id: true, number: true },
  });
}

/** Closes a proposal only while it is open; false when somebody decided first. */
export async function closeProposal(
  tx: Tx,
  of: { orgId: string; id: string },
  data: {
    state: "rejected" | "promoted";
    comment: string | null;
    decidedBy: string;
    decidedAt: Date;
    isForced?: boolean;
    reason?: string | null;
  },
): Promise<boolean> {
  const { count } = await tx.imageProposal.updateMany({ where: { ...of, state: "open" }, data });
  return count === 1;
}

/** Confirmations of the two recipes of each of these proposals, whoever asked for them, oldest first. */
export function confirmationsOfRecipes(
  tx: Db | Tx,
  orgId: string,
  proposals: readonly Pick<ListedProposal, "class" | "baseSha" | "recipeSha">[],
): Promise<ConfirmationRecord[]> {
  return tx.imageConfirmation.findMany({
    where: {
      orgId,
      OR: proposals.map(({ class: label, baseSha, recipeSha }) => ({ class: label, baseSha, recipeSha })),
    },
    orderBy: { requestedAt: "asc" },
    select: CONFIRMATION,
    take: MOST_USERS,
  });
}

export async function userNames(tx: Db | Tx, orgId: string): Promise<Map<string, string>> {
  const rows = await tx.user.findMany({ where: { orgId }, select: { id: true, name: true }, take: MOST_USERS });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Hashes of thumbnails by run. */
export async function thumbsOfRuns(tx: Db | Tx, orgId: string, ids: string[]): Promise<Map<string, ThumbRow>> {
  const rows = await tx.imageRun.findMany({
    where: { orgId, id: { in: ids } },
    select: { id: true, recipeSha: true, thumbBlake3: true },
    take: Math.max(1, ids.length),
  });
  return new Map(rows.map((row) => [row.id, row]));
}
interface ThumbRow {
  id: string;
  recipeSha: string;
  thumbBlake3: string | null;
}
