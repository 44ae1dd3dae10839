import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Db, Tx } from "../../../platform/app.ts";

const FOLLOWER = {
  class: true,
  agentId: true,
  approvedSha: true,
  approvedBy: true,
  approvedAt: true,
  jobId: true,
  heldSha: true,
  heldAt: true,
} as const satisfies Prisma.ImageFollowerSelect;
export type FollowerRecord = Prisma.ImageFollowerGetPayload<{ select: typeof FOLLOWER }>;

const MOST_FOLLOWERS = 5_000;

export interface FollowerKey {
  orgId: string;
  class: string;
  agentId: string;
}

export function listFollowerRows(tx: Db | Tx, of: { orgId: string; class: string }): Promise<FollowerRecord[]> {
  return tx.imageFollower.findMany({ where: of, select: FOLLOWER, take: MOST_FOLLOWERS });
}

export function findFollower(tx: Db | Tx, key: FollowerKey): Promise<FollowerRecord | null> {
  return tx.imageFollower.findUnique({ where: { orgId_class_agentId: key }, select: FOLLOWER });
}

export async function insertFollower(
  tx: Tx,
  data: FollowerKey & { followedBy: string; followedAt: Date },
): Promise<void> {
  await tx.imageFollower.create({ data, select: { class: true } });
}

export async function deleteFollower(tx: Tx, key: FollowerKey): Promise<void> {
  await tx.imageFollower.deleteMany({ where: key });
}

/** Notes what was approved for a follower and the job that brings it. */
export async function markApproved(
  tx: Tx,
  key: FollowerKey,
  data: { approvedSha: string; approvedBy: string; approvedAt: Date; jobId: string },
): Promise<void> {
  await tx.imageFollower.updateMany({ where: key, data });
}

/** Notes what a follower had at the end of its job; nothing when a later job or no row took its place. */
export async function markHeld(
  tx: Tx,
  key: FollowerKey & { jobId: string },
  data: { heldSha: string | null; heldAt: Date },
): Promise<void> {
  await tx.imageFollower.updateMany({ where: key, data });
}
