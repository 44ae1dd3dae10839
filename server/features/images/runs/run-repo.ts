import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

const RUN = {
  id: true,
  orgId: true,
  number: true,
  agentId: true,
  jobId: true,
  origin: true,
  state: true,
  inputBlake3: true,
  class: true,
  classBy: true,
  recipeSha: true,
  isShaMismatch: true,
  isClassCorrected: true,
  isPreview: true,
  workLongSide: true,
  batchId: true,
  pairId: true,
  engineJson: true,
  argsJson: true,
  outputBlake3: true,
  outputBytes: true,
  outputWidth: true,
  outputHeight: true,
  outputFormat: true,
  beforeBlake3: true,
  thumbBlake3: true,
  notRateable: true,
  durationMs: true,
  errorReason: true,
  errorDetail: true,
  recordJson: true,
  warningsJson: true,
  seq: true,
  tsUnixMs: true,
  requestedBy: true,
  requestedAt: true,
  endedAt: true,
} as const satisfies Prisma.ImageRunSelect;
export type RunRow = Prisma.ImageRunGetPayload<{ select: typeof RUN }>;
export type NewRunRow = Omit<Prisma.ImageRunUncheckedCreateInput, "number">;

const MAX_SAME = 50;

/** Takes `count` numbers of IMG-n; returns the first. */
async function takeRunNumbers(tx: Tx, orgId: string, count: number): Promise<number> {
  const name = `image-run:${orgId}`;
  const counter = await tx.counter.upsert({
    where: { name },
    create: { name, value: count },
    update: { value: { increment: count } },
    select: { value: true },
  });
  return counter.value - count + 1;
}

export async function insertRun(tx: Tx, data: NewRunRow): Promise<void> {
  const number = await takeRunNumbers(tx, data.orgId, 1);
  await tx.imageRun.create({ data: { ...data, number }, select: { id: true } });
}

export function findRun(tx: Tx, orgId: string, id: string): Promise<RunRow | null> {
  return tx.imageRun.findFirst({ where: { id, orgId }, select: RUN });
}

/** In no order; the list is the bound, as in `findInputs`. */
export function findRuns(tx: Tx, orgId: string, ids: string[]): Promise<RunRow[]> {
  return tx.imageRun.findMany({ where: { orgId, id: { in: ids } }, select: RUN });
}

/** What the records of runs say beside their columns, as stored, by run id; the list is the bound. */
export async function recordsOfRuns(tx: Tx, orgId: string, ids: string[]): Promise<Map<string, string | null>> {
  const rows = await tx.imageRun.findMany({
    where: { orgId, id: { in: ids } },
    select: { id: true, recordJson: true },
  });
  return new Map(rows.map(({ id, recordJson }) => [id, recordJson]));
}

interface RunPlace {
  id: string;
  inputBlake3: string;
  pairId: string | null;
  class: string;
}

/** The class of runs, found by any of their names; in no order, the lists are the bound. */
export async function runPlaces(
  tx: Tx,
  of: { orgId: string; ids: string[]; inputs: string[]; pairIds: string[] },
): Promise<RunPlace[]> {
  const { orgId } = of;
  const select = { id: true, inputBlake3: true, pairId: true, class: true } as const;
  return [
    ...(await tx.imageRun.findMany({ where: { orgId, id: { in: of.ids } }, select })),
    ...(await tx.imageRun.findMany({ where: { orgId, inputBlake3: { in: of.inputs } }, select })),
    ...(await tx.imageRun.findMany({ where: { orgId, pairId: { in: of.pairIds } }, select })),
  ];
}

export async function changeRuns(
  tx: Tx,
  of: { orgId: string; ids: string[] },
  data: Prisma.ImageRunUncheckedUpdateInput,
): Promise<void> {
  await tx.imageRun.updateMany({ where: { orgId: of.orgId, id: { in: of.ids } }, data });
}

/** IM52: runs of the same input and recipe that did not fail, newest first. */
export function sameRuns(
  tx: Tx,
  of: { orgId: string; inputBlake3: string; recipeSha: string; isPreview: boolean },
): Promise<RunRow[]> {
  return tx.imageRun.findMany({
    where: { ...of, origin: "console", state: { in: ["queued", "running", "done"] }, replayOf: null },
    orderBy: { number: "desc" },
    select: RUN,
    take: MAX_SAME,
  });
}

/** IM12: runs of an input under another class leave that class's tuning. */
export async function markClassCorrected(
  tx: Tx,
  of: { orgId: string; hashes: string[]; classNow: string },
): Promise<void> {
  const { orgId, hashes, classNow } = of;
  const where = { orgId, inputBlake3: { in: hashes } };
  await tx.imageRun.updateMany({ where: { ...where, class: { not: classNow } }, data: { isClassCorrected: true } });
  await tx.imageRun.updateMany({ where: { ...where, class: classNow }, data: { isClassCorrected: false } });
}

/** No correction of this picture stands: its runs count in the classes they have. */
export async function clearClassCorrected(tx: Tx, of: { orgId: string; blake3: string }): Promise<void> {
  const { orgId, blake3: inputBlake3 } = of;
  await tx.imageRun.updateMany({ where: { orgId, inputBlake3 }, data: { isClassCorrected: false } });
}

/** The run that brought a picture which was not uploaded here; one whose class is a correction's own word says nothing without it. */
export function firstRunFromElsewhere(
  tx: Tx,
  of: { orgId: string; inputBlake3: string },
): Promise<{ class: string; classBy: string | null } | null> {
  return tx.imageRun.findFirst({
    where: { ...of, origin: { not: "console" }, OR: [{ classBy: null }, { classBy: { not: "correction" } }] },
    orderBy: { number: "asc" },
    select: { class: true, classBy: true },
  });
}

export interface RunPage {
  orgId: string;
  class?: string | undefined;
  state?: string | undefined;
  batchId?: string | undefined;
  recipeSha?: string | undefined;
  skip: number;
  take: number;
}

/** Runs, newest first. */
export async function pageOfRuns(
  tx: Tx,
  page: RunPage,
): Promise<{ rows: RunRow[]; total: number; unfiltered: number }> {
  const { orgId, class: label, state, batchId, recipeSha } = page;
  const where = {
    orgId,
    ...(label === undefined ? {} : { class: label }),
    ...(state === undefined ? {} : { state }),
    ...(batchId === undefined ? {} : { batchId }),
    ...(recipeSha === undefined ? {} : { recipeSha }),
  };
  const rows = await tx.imageRun.findMany({
    where,
    orderBy: { number: "desc" },
    select: RUN,
    skip: page.skip,
    take: page.take,
  });
  return { rows, total: await tx.imageRun.count({ where }), unfiltered: await tx.imageRun.count({ where: { orgId } }) };
}

/** The engine a machine's newest finished run had, as JSON text. */
export async function newestEngineOf(tx: Tx, orgId: string, agentId: string): Promise<string | null> {
  const row = await tx.imageRun.findFirst({
    where: { orgId, agentId, state: "done", engineJson: { not: null } },
    orderBy: { number: "desc" },
    select: { engineJson: true },
  });
  return row?.engineJson ?? null;
}

/** The last finished durations of a class, in milliseconds, for an estimate. */
export async function recentDurations(tx: Tx, orgId: string, isPreview: boolean): Promise<number[]> {
  const rows = await tx.imageRun.findMany({
    where: { orgId, isPreview, state: "done", durationMs: { not: null }, origin: "console" },
    orderBy: { number: "desc" },
    select: { durationMs: true },
    take: MAX_SAME,
  });
  return rows.flatMap(({ durationMs }) => durationMs ?? []);
}

/** The newest run of an input that began no later than a rating of it; replays are no runs of their own (TU7, TU54). */
export function newestRunBefore(
  tx: Tx,
  of: { orgId: string; inputBlake3: string; atMs: number },
): Promise<{ id: string; class: string } | null> {
  return tx.imageRun.findFirst({
    where: { orgId: of.orgId, inputBlake3: of.inputBlake3, replayOf: null, tsUnixMs: { lte: BigInt(of.atMs) } },
    orderBy: [{ tsUnixMs: "desc" }, { seq: "desc" }],
    select: { id: true, class: true },
  });
}
