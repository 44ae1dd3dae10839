import { z } from "zod";
import { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Db, Tx } from "../../../platform/app.ts";

/** The kind in the log's index of a revoke from elsewhere that takes nothing back; its line is kept and exported as it came (IM37). */
export const REFUSED_REVOKE = "refused-revoke";

interface Named {
  orgId: string;
  /** At most one reading of a log. */
  eventIds: string[];
}

const Origin = z.enum(["console", "share", "import"]);
interface NamedEvent {
  eventId: string;
  origin: z.infer<typeof Origin>;
  agentId: string | null;
  raterId: string | null;
}

/** Where stored events came from and whose they are. */
export async function eventsNamed(tx: Tx, { orgId, eventIds }: Named): Promise<NamedEvent[]> {
  const rows = await tx.imageEvent.findMany({
    where: { orgId, identity: { in: eventIds.map((id) => `event:${id}`) } },
    select: { eventId: true, origin: true, agentId: true, raterId: true },
    take: eventIds.length,
  });
  return rows.flatMap(({ eventId, origin, ...row }) =>
    eventId === null ? [] : [{ ...row, eventId, origin: Origin.parse(origin) }],
  );
}

/** Of these events the verdicts that belong to a confirmation of this console (TU40). */
export async function givenVerdicts(tx: Tx, { orgId, eventIds }: Named): Promise<Set<string>> {
  const rows = await tx.imagePair.findMany({
    where: { orgId, eventId: { in: eventIds }, confirmationId: { not: null } },
    select: { eventId: true, confirmationId: true },
    take: eventIds.length,
  });
  const ids = [...new Set(rows.flatMap(({ confirmationId }) => confirmationId ?? []))];
  const known = await tx.imageConfirmation.findMany({
    where: { orgId, id: { in: ids } },
    select: { id: true },
    take: Math.max(1, ids.length),
  });
  const here = new Set(known.map(({ id }) => id));
  return new Set(rows.flatMap(({ eventId, confirmationId }) => (here.has(confirmationId ?? "") ? [eventId] : [])));
}

/** The Mac that shared an answer, also one that an import brought before. */
export async function resharers(tx: Tx, { orgId, eventIds }: Named): Promise<Map<string, string>> {
  const of = {
    where: { orgId, eventId: { in: eventIds }, agentId: { not: null } },
    select: { eventId: true, agentId: true },
    take: eventIds.length,
  };
  const rows = [...(await tx.imageRating.findMany(of)), ...(await tx.imagePair.findMany(of))];
  return new Map(rows.flatMap(({ eventId, agentId }) => (agentId === null ? [] : [[eventId, agentId] as const])));
}

export interface PendingRevoke {
  /** The event that is taken back. */
  named: string;
  eventId: string;
  origin: "share" | "import";
  agentId: string | null;
  raterId: string;
}

/** Revokes that arrived before these events; their rows name what they wait for. */
export async function pendingRevokes(tx: Tx, { orgId, eventIds }: Named): Promise<PendingRevoke[]> {
  const rows = await tx.imageEvent.findMany({
    where: { orgId, kind: "revoke", runId: { in: eventIds } },
    orderBy: { seq: "asc" },
    select: { runId: true, eventId: true, origin: true, agentId: true, raterId: true },
  });
  return rows.flatMap(({ runId: named, eventId, origin, agentId, raterId }) => {
    const from = Origin.exclude(["console"]).safeParse(origin);
    if (named === null || eventId === null || raterId === null || !from.success) return [];
    return [{ named, eventId, agentId, raterId, origin: from.data }];
  });
}

const Places = z.array(z.object({ seq: z.coerce.number() }));

/** Named query: places of the revokes that came before their answer and were refused when it came, so it stands; their lines keep the kind they were stored with (IM33). */
export async function refusedOnceAnswered(
  db: Db,
  { orgId, after, through }: { orgId: string; after: number; through: number },
): Promise<Set<number>> {
  const rows = await db.$queryRaw(Prisma.sql`SELECT e.seq AS seq FROM image_events e
    WHERE e.org_id = ${orgId} AND e.kind = 'revoke' AND e.seq > ${after} AND e.seq <= ${through}
      AND e.run_id IS NOT NULL AND (
        EXISTS (SELECT 1 FROM image_ratings t
          WHERE t.event_id = e.run_id AND t.org_id = e.org_id AND t.revoked_by IS NULL)
        OR EXISTS (SELECT 1 FROM image_pairs p
          WHERE p.event_id = e.run_id AND p.org_id = e.org_id AND p.revoked_by IS NULL)
        OR EXISTS (SELECT 1 FROM image_corrections c
          WHERE c.event_id = e.run_id AND c.org_id = e.org_id AND c.revoked_by IS NULL))`);
  return new Set(Places.parse(rows).map(({ seq }) => seq));
}

/** Notes that a Mac said an imported answer too. */
export async function noteResharer(tx: Tx, of: { orgId: string; eventId: string; agentId: string }): Promise<void> {
  const { agentId, ...named } = of;
  const where = { ...named, agentId: null, sessionId: null };
  await tx.imageRating.updateMany({ where, data: { agentId } });
  await tx.imagePair.updateMany({ where, data: { agentId } });
}
