import type { Prisma } from "../../../prisma/generated/sqlite/client.ts";
import type { Db, Tx } from "../../platform/app.ts";

const RUN = {
  id: true,
  number: true,
  inputBlake3: true,
  class: true,
  recipeSha: true,
  pairId: true,
  outputBlake3: true,
  outputFormat: true,
  beforeBlake3: true,
  warningsJson: true,
  notRateable: true,
} as const satisfies Prisma.ImageRunSelect;
export type BenchRun = Prisma.ImageRunGetPayload<{ select: typeof RUN }>;

const MAX_RATINGS = 200_000;

/** IM57, IM46: a run that can be shown and rated. */
const RATEABLE = {
  state: "done",
  notRateable: null,
  replayOf: null,
  outputBlake3: { not: null },
  beforeBlake3: { not: null },
} as const satisfies Prisma.ImageRunWhereInput;

/** The classes that have a run which can be rated, in the order of their names. */
export async function rateableClasses(tx: Tx, orgId: string): Promise<string[]> {
  const rows = await tx.imageRun.groupBy({ by: ["class"], where: { orgId, ...RATEABLE }, orderBy: { class: "asc" } });
  return rows.map((row) => row.class);
}

/** In no order; the list is the bound: with `take`, Prisma would not split one of more than 998. */
export function findBenchRuns(tx: Tx, orgId: string, ids: readonly string[]): Promise<BenchRun[]> {
  return tx.imageRun.findMany({ where: { orgId, id: { in: [...ids] } }, select: RUN });
}

/** The two runs of a pair. */
export function runsOfPair(tx: Tx, orgId: string, pairId: string): Promise<BenchRun[]> {
  return tx.imageRun.findMany({
    where: { orgId, pairId },
    orderBy: { number: "asc" },
    select: RUN,
    take: 2,
  });
}

/** The result an earlier recipe had on the same input. */
export function earlierRun(tx: Tx, orgId: string, run: BenchRun): Promise<BenchRun | null> {
  return tx.imageRun.findFirst({
    where: {
      orgId,
      ...RATEABLE,
      inputBlake3: run.inputBlake3,
      recipeSha: { not: run.recipeSha },
      number: { lt: run.number },
    },
    orderBy: { number: "desc" },
    select: RUN,
  });
}

const RATING = {
  eventId: true,
  seq: true,
  runId: true,
  inputBlake3: true,
  class: true,
  raterId: true,
  score: true,
  isWarmUp: true,
  isRepeat: true,
  tsUnixMs: true,
} as const satisfies Prisma.ImageRatingSelect;
export type RatingRow = Prisma.ImageRatingGetPayload<{ select: typeof RATING }>;

export interface RatingsOf {
  orgId: string;
  class?: string | null | undefined;
  raterId?: string | undefined;
  runIds?: readonly string[] | undefined;
}

/** Ratings that no revoke names, in the order of IM33. */
export function standingRatings(tx: Tx, of: RatingsOf): Promise<RatingRow[]> {
  return tx.imageRating.findMany({
    where: {
      orgId: of.orgId,
      revokedBy: null,
      ...(of.class == null ? {} : { class: of.class }),
      ...(of.raterId === undefined ? {} : { raterId: of.raterId }),
      ...(of.runIds === undefined ? {} : { runId: { in: [...of.runIds] } }),
    },
    orderBy: [{ tsUnixMs: "asc" }, { seq: "asc" }],
    select: RATING,
    take: MAX_RATINGS,
  });
}

const PAIR = {
  eventId: true,
  leftRun: true,
  rightRun: true,
  verdict: true,
  isWarmUp: true,
  isRepeat: true,
  isGold: true,
  confirmationId: true,
} as const satisfies Prisma.ImagePairSelect;

/** Verdicts of one rater that no revoke names. */
export function standingPairs(tx: Tx, of: { orgId: string; raterId: string }) {
  return tx.imagePair.findMany({
    where: { ...of, revokedBy: null },
    orderBy: { seq: "asc" },
    select: PAIR,
    take: MAX_RATINGS,
  });
}

export async function unusableInputs(tx: Tx, orgId: string): Promise<Set<string>> {
  const rows = await tx.imageInputFlag.findMany({
    where: { orgId },
    distinct: ["blake3"],
    select: { blake3: true },
    take: MAX_RATINGS,
  });
  return new Set(rows.map(({ blake3 }) => blake3));
}

/** A rater's standing verdicts on two runs, whichever stood left. */
export function verdictsOn(
  tx: Tx,
  of: { orgId: string; raterId: string; confirmationId: string | null; sides: readonly string[] },
): Promise<{ eventId: string; viewId: string | null; isRepeat: boolean }[]> {
  const { sides, ...own } = of;
  const runs = { in: [...sides] };
  return tx.imagePair.findMany({
    where: { ...own, revokedBy: null, leftRun: runs, rightRun: runs },
    select: { eventId: true, viewId: true, isRepeat: true },
    take: 100,
  });
}

/** The live recipe of every class. */
export async function liveShas(tx: Tx, orgId: string): Promise<Map<string, string>> {
  const rows = await tx.imageClass.findMany({ where: { orgId }, select: { label: true, liveSha: true }, take: 1000 });
  return new Map(rows.flatMap(({ label, liveSha }) => (liveSha === null ? [] : [[label, liveSha] as const])));
}

export async function raterNames(tx: Tx, orgId: string): Promise<Map<string, string>> {
  const rows = await tx.user.findMany({ where: { orgId }, select: { id: true, name: true }, take: 10_000 });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Standing verdicts of everybody outside the warm-up and outside confirmations, in log order. */
export function countedPairs(tx: Db | Tx, of: { orgId: string; class: string | null }) {
  return tx.imagePair.findMany({
    where: {
      orgId: of.orgId,
      revokedBy: null,
      isWarmUp: false,
      isGold: false,
      confirmationId: null,
      ...(of.class === null ? {} : { class: of.class }),
    },
    orderBy: { seq: "asc" },
    select: { leftRun: true, rightRun: true, verdict: true, raterId: true, isRepeat: true },
    take: MAX_RATINGS,
  });
}
export type CountedPair = Awaited<ReturnType<typeof countedPairs>>[number];

/** Standing verdicts on gold pairs outside the warm-up, with the side that an agent left untouched (IM64). */
export async function goldVerdicts(tx: Db | Tx, of: { orgId: string; class: string | null }) {
  const { orgId, class: label } = of;
  const rows = await tx.imagePair.findMany({
    where: { orgId, revokedBy: null, isWarmUp: false, isGold: true, ...(label === null ? {} : { class: label }) },
    select: { leftRun: true, rightRun: true, verdict: true, raterId: true },
    take: MAX_RATINGS,
  });
  const made = await tx.imageBatchItem.findMany({
    where: { orgId, origin: "untouched", runId: { not: null } },
    select: { runId: true },
    take: MAX_RATINGS,
  });
  const untouched = new Set(made.map(({ runId }) => runId));
  return rows.flatMap(({ leftRun, rightRun, ...row }) => {
    const better = untouched.has(leftRun) ? "left" : untouched.has(rightRun) ? "right" : null;
    return better === null ? [] : [{ ...row, better }];
  });
}
