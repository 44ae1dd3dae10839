import { z } from "zod";
import { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

export interface ScoreRow {
  eventId: string;
  runId: string | null;
  inputBlake3: string;
  raterId: string;
  score: number;
  class: string | null;
  isBlind: boolean;
  tsUnixMs: bigint;
  receivedAt: Date;
}

const MAX_SCORES = 1_000_000;

interface StandingOf {
  readonly orgId: string;
  readonly class?: string;
  readonly runIds?: string[];
  readonly raterId?: string;
}

/** Scores that no revoke names and no warm-up gave, oldest first; the last of a run and rater counts (IM33, IM64). */
export function standingScores(tx: Tx, of: StandingOf): Promise<ScoreRow[]> {
  return tx.imageRating.findMany({
    where: {
      orgId: of.orgId,
      revokedBy: null,
      isWarmUp: false,
      ...(of.raterId === undefined ? {} : { raterId: of.raterId }),
      ...(of.class === undefined ? {} : { class: of.class }),
      ...(of.runIds === undefined ? {} : { runId: { in: of.runIds } }),
    },
    orderBy: [{ tsUnixMs: "asc" }, { seq: "asc" }],
    select: {
      eventId: true,
      runId: true,
      inputBlake3: true,
      raterId: true,
      score: true,
      class: true,
      isBlind: true,
      tsUnixMs: true,
      receivedAt: true,
    },
    take: MAX_SCORES,
  });
}

export interface RateableRow {
  id: string;
  inputBlake3: string;
  class: string;
  recipeSha: string;
  /** Null for a line of a v1 log. */
  argsJson: string | null;
  workLongSide: number | null;
  notRateable: string | null;
  isClassCorrected: boolean;
  isShaMismatch: boolean;
}

/** Finished runs, as the boards count them. */
export function finishedRuns(tx: Tx, of: { orgId: string; class?: string }): Promise<RateableRow[]> {
  return tx.imageRun.findMany({
    where: { orgId: of.orgId, state: "done", replayOf: null, ...(of.class === undefined ? {} : { class: of.class }) },
    orderBy: { number: "asc" },
    select: {
      id: true,
      inputBlake3: true,
      class: true,
      recipeSha: true,
      argsJson: true,
      workLongSide: true,
      notRateable: true,
      isClassCorrected: true,
      isShaMismatch: true,
    },
    take: MAX_SCORES,
  });
}

export interface VerdictRow {
  leftRun: string;
  rightRun: string;
  raterId: string;
  verdict: string;
}

interface OfClass {
  orgId: string;
  class: string;
}

/** Ids of the confirmations of a class that have not ended. */
export async function runningConfirmations(tx: Tx, of: OfClass): Promise<string[]> {
  const where = { ...of, state: "running" };
  return (await tx.imageConfirmation.findMany({ where, select: { id: true }, take: MAX_SCORES })).map(({ id }) => id);
}

/** Verdicts that no revoke names, that no warm-up gave, on no gold pair, oldest first and then in log order, as the tuner reads them (TU6); what a running confirmation has so far is told to nobody (TU40). */
export async function standingVerdicts(tx: Tx, of: OfClass): Promise<VerdictRow[]> {
  const ids = await runningConfirmations(tx, of);
  return tx.imagePair.findMany({
    where: {
      ...of,
      revokedBy: null,
      isWarmUp: false,
      isGold: false,
      ...(ids.length === 0 ? {} : { OR: [{ confirmationId: null }, { confirmationId: { notIn: ids } }] }),
    },
    orderBy: [{ tsUnixMs: "asc" }, { seq: "asc" }],
    select: { leftRun: true, rightRun: true, raterId: true, verdict: true },
    take: MAX_SCORES,
  });
}

const Lost = z.tuple([z.object({ lost: z.coerce.number() })]);

/** Ratings without a run that is here: not by the name they say, or neither by name nor by input (TU7). */
export async function countOrphanRatings(tx: Tx, orgId: string): Promise<number> {
  const lone = await tx.imageRating.groupBy({
    by: ["inputBlake3"],
    where: { orgId, runId: null, revokedBy: null },
    _count: { _all: true },
  });
  const inputs = lone.map(({ inputBlake3 }) => inputBlake3);
  const known = new Set(
    (
      await tx.imageRun.findMany({
        where: { orgId, inputBlake3: { in: inputs } },
        distinct: ["inputBlake3"],
        select: { inputBlake3: true },
      })
    ).map(({ inputBlake3 }) => inputBlake3),
  );
  const unnamed = lone.reduce((sum, group) => (known.has(group.inputBlake3) ? sum : sum + group._count._all), 0);
  const rows = await tx.$queryRaw(Prisma.sql`SELECT COUNT(*) AS lost FROM image_ratings t
    WHERE t.org_id = ${orgId} AND t.revoked_by IS NULL AND t.run_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM image_runs r WHERE r.org_id = t.org_id AND r.id = t.run_id)`);
  const [{ lost }] = Lost.parse(rows);
  return unnamed + lost;
}

export async function countRunsByClass(tx: Tx, orgId: string): Promise<{ class: string; count: number }[]> {
  const groups = await tx.imageRun.groupBy({ by: ["class"], where: { orgId }, _count: { _all: true } });
  return groups.map((group) => ({ class: group.class, count: group._count._all }));
}

/** Inputs that the classifier answered, and those of them a person corrected. */
export async function countCorrections(tx: Tx, orgId: string): Promise<{ classified: number; corrected: number }> {
  const classified = await tx.imageInput.count({ where: { orgId, classifiedAt: { not: null } } });
  const corrected = await tx.imageInput.count({ where: { orgId, classifiedAt: { not: null }, classBy: "correction" } });
  return { classified, corrected };
}
