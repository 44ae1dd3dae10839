import type { Db, Tx } from "./app.ts";

const KEPT_ENTRIES = 10_000;
const TRIM_EVERY = 500;
const COUNTER = "feed";

export interface FeedChange {
  orgId: string;
  at: Date;
  topic: "fleet" | "tune" | "probe" | "job" | "image";
  subject: string;
  kind: string;
}

/** A pointer as it is stored; `seq` follows the order of commits. */
export interface FeedRow {
  seq: number;
  topic: string;
  subject: string;
  kind: string;
}

/** Appends a pointer to the live feed; its seq comes from the counter row, in the same transaction as the change it points to. */
export async function publish(tx: Tx, change: FeedChange): Promise<void> {
  const counter = await tx.counter.upsert({
    where: { name: COUNTER },
    create: { name: COUNTER, value: 1 },
    update: { value: { increment: 1 } },
    select: { value: true },
  });
  await tx.feedEntry.create({ data: { ...change, seq: counter.value }, select: { seq: true } });
  if (counter.value % TRIM_EVERY === 0)
    await tx.feedEntry.deleteMany({ where: { seq: { lte: counter.value - KEPT_ENTRIES } } });
}

/** The newest seq given out and the oldest still stored; a feed that is empty keeps nothing before its head. */
export async function feedBounds(db: Db): Promise<{ head: number; oldest: number }> {
  const [counter, first] = await Promise.all([
    db.counter.findUnique({ where: { name: COUNTER }, select: { value: true } }),
    db.feedEntry.findFirst({ orderBy: { seq: "asc" }, select: { seq: true } }),
  ]);
  const head = counter?.value ?? 0;
  return { head, oldest: first?.seq ?? head + 1 };
}

/** The next pointers of an organisation after `seq`, oldest first. */
export function listFeedAfter(db: Db, at: { orgId: string; seq: number }, take: number): Promise<FeedRow[]> {
  return db.feedEntry.findMany({
    where: { seq: { gt: at.seq }, orgId: at.orgId },
    orderBy: { seq: "asc" },
    take,
    select: { seq: true, topic: true, subject: true, kind: true },
  });
}
