import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

export type NewEventRow = Omit<Prisma.ImageEventUncheckedCreateInput, "seq">;

const counterOf = (orgId: string): string => `image-event:${orgId}`;

/** Takes `count` places in the log; returns the first. */
export async function takePlaces(tx: Tx, orgId: string, count: number): Promise<number> {
  const name = counterOf(orgId);
  const counter = await tx.counter.upsert({
    where: { name },
    create: { name, value: count },
    update: { value: { increment: count } },
    select: { value: true },
  });
  return counter.value - count + 1;
}

export async function findRecord(
  tx: Tx,
  key: { orgId: string; identity: string },
): Promise<{ seq: number; line: Uint8Array } | null> {
  return tx.imageEvent.findUnique({ where: { orgId_identity: key }, select: { seq: true, line: true } });
}

export async function insertRecords(tx: Tx, rows: (NewEventRow & { seq: number })[]): Promise<void> {
  if (rows.length > 0) await tx.imageEvent.createMany({ data: rows });
}

/** Of these identities, those that are stored. */
export async function knownIdentities(tx: Tx, orgId: string, identities: string[]): Promise<Set<string>> {
  const rows = await tx.imageEvent.findMany({
    where: { orgId, identity: { in: identities } },
    select: { identity: true },
    take: Math.max(1, identities.length),
  });
  return new Set(rows.map(({ identity }) => identity));
}

const STORED = {
  seq: true,
  kind: true,
  identity: true,
  runId: true,
  pairId: true,
  inputBlake3: true,
  class: true,
  line: true,
} as const satisfies Prisma.ImageEventSelect;
export type StoredLine = Prisma.ImageEventGetPayload<{ select: typeof STORED }>;

/** A classification is an event of a job and no line of a log (JK7); a line of another tool that has the name is one (IM37). */
const NO_LINE = { kind: "classification", identity: { startsWith: "classification:" } };

interface LinePage {
  orgId: string;
  after: number;
  /** Leaves out lines that name another class; those that name none come too, and every correction. */
  class: string | null;
  take: number;
}

/** Stored lines in log order. */
export function storedLines(tx: Tx, page: LinePage): Promise<StoredLine[]> {
  const { orgId, after, take } = page;
  return tx.imageEvent.findMany({
    where: {
      orgId,
      seq: { gt: after },
      NOT: NO_LINE,
      ...(page.class === null ? {} : { OR: [{ class: page.class }, { class: null }, { kind: "correction" }] }),
    },
    orderBy: { seq: "asc" },
    select: STORED,
    take,
  });
}

/** Lines of all kinds but these after a place, up to another, in log order: their bytes and places alone, because a tune reads them all. */
export function bareLines(
  tx: Tx,
  {
    orgId,
    after,
    through,
    ...page
  }: { orgId: string; after: number; through: number; without: string[]; take: number },
): Promise<{ seq: number; line: Uint8Array }[]> {
  return tx.imageEvent.findMany({
    where: { orgId, seq: { gt: after, lte: through }, kind: { notIn: page.without }, NOT: NO_LINE },
    orderBy: { seq: "asc" },
    select: { seq: true, line: true },
    take: page.take,
  });
}

/** The lines with these identities, in no order; the list is the bound, as in `findInputs`. */
export function linesOfIdentities(tx: Tx, orgId: string, identities: string[]): Promise<StoredLine[]> {
  return tx.imageEvent.findMany({ where: { orgId, identity: { in: identities } }, select: STORED });
}

/** The class that a rating had when it came, by its record's identity; null where no run was known. */
export async function classesOfRatings(tx: Tx, orgId: string, eventIds: string[]): Promise<Map<string, string>> {
  const rows = await tx.imageRating.findMany({
    where: { orgId, eventId: { in: eventIds } },
    select: { eventId: true, class: true },
  });
  return new Map(rows.flatMap(({ eventId, class: label }) => (label === null ? [] : [[eventId, label] as const])));
}

/** The run that stood left, by the event of its verdict. */
export async function leftRunsOf(tx: Tx, orgId: string, eventIds: string[]): Promise<Map<string, string>> {
  const rows = await tx.imagePair.findMany({
    where: { orgId, eventId: { in: eventIds } },
    select: { eventId: true, leftRun: true },
  });
  return new Map(rows.map(({ eventId, leftRun }) => [eventId, leftRun]));
}

/** The last place of the log, of what had arrived by a time where one is given; 0 before the first. */
export async function lastPlace(tx: Tx, of: { orgId: string; by?: Date }): Promise<number> {
  const row = await tx.imageEvent.findFirst({
    where: { orgId: of.orgId, ...(of.by === undefined ? {} : { receivedAt: { lte: of.by } }) },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  return row?.seq ?? 0;
}
