import type { Tx } from "../../platform/app.ts";

const ANSWERS = ["rating", "pair", "skip"];

export interface AnswerEvent {
  seq: number;
  kind: string;
  eventId: string | null;
  runId: string | null;
  pairId: string | null;
  line: Uint8Array;
}

/** The rater's answers and revokes in the console, newest first. */
export function newestAnswers(
  tx: Tx,
  of: { orgId: string; raterId: string; before: number; take: number },
): Promise<AnswerEvent[]> {
  return tx.imageEvent.findMany({
    where: {
      orgId: of.orgId,
      raterId: of.raterId,
      origin: "console",
      kind: { in: [...ANSWERS, "revoke"] },
      seq: { lt: of.before },
    },
    orderBy: { seq: "desc" },
    select: { seq: true, kind: true, eventId: true, runId: true, pairId: true, line: true },
    take: of.take,
  });
}

/** A record of an event, with who wrote it; null where none has this id. */
export function findAnswer(
  tx: Tx,
  orgId: string,
  eventId: string,
): Promise<(AnswerEvent & { raterId: string | null }) | null> {
  return tx.imageEvent.findUnique({
    where: { orgId_identity: { orgId, identity: `event:${eventId}` } },
    select: { seq: true, kind: true, eventId: true, runId: true, pairId: true, line: true, raterId: true },
  });
}

/** The rater's own skips of runs and pairs, in log order. */
export function skipEvents(tx: Tx, of: { orgId: string; raterId: string }): Promise<AnswerEvent[]> {
  return tx.imageEvent.findMany({
    where: { ...of, kind: { in: ["skip", "revoke"] } },
    orderBy: { seq: "asc" },
    select: { seq: true, kind: true, eventId: true, runId: true, pairId: true, line: true },
    take: 200_000,
  });
}

/** A score's sitting and what it was to the one before. */
export function scoreOf(tx: Tx, where: { orgId: string; eventId: string }) {
  return tx.imageRating.findFirst({ where, select: { sessionId: true, replaces: true, isRepeat: true } });
}

/** A verdict's sitting and confirmation. */
export function verdictOf(tx: Tx, where: { orgId: string; eventId: string }) {
  return tx.imagePair.findFirst({ where, select: { sessionId: true, confirmationId: true, isRepeat: true } });
}
