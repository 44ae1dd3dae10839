import type { Tx } from "../../../platform/app.ts";
import { scoreOf, verdictOf } from "../record-repo.ts";
import { standingRatings, verdictsOn } from "../repo.ts";
import { sittingAt } from "../session-repo.ts";

interface TakenBack {
  readonly orgId: string;
  readonly raterId: string;
  readonly kind: string;
  readonly eventId: string;
  readonly atMs: number;
  readonly runIds: readonly string[];
}

interface GivenAnswer {
  /** The sitting that counted it; null for one that is not here. */
  readonly sessionId: string | null;
  /** It had changed an answer that holds again now, so the sitting has lost none (IM33). */
  readonly isRestored: boolean;
}

/** What an answer that was just taken back was to its sitting (IM64). */
export async function givenAnswer(tx: Tx, taken: TakenBack): Promise<GivenAnswer> {
  const { orgId, raterId, eventId, runIds } = taken;
  switch (taken.kind) {
    case "rating": {
      const row = await scoreOf(tx, { orgId, eventId });
      if (row === null || row.isRepeat || row.replaces === null) return { ...NEW, sessionId: row?.sessionId ?? null };
      const standing = await standingRatings(tx, { orgId, raterId, runIds });
      return { sessionId: row.sessionId, isRestored: standing.some((one) => one.eventId === row.replaces) };
    }
    case "pair": {
      const row = await verdictOf(tx, { orgId, eventId });
      if (row === null || row.isRepeat) return { ...NEW, sessionId: row?.sessionId ?? null };
      const of = { orgId, raterId, confirmationId: row.confirmationId, sides: runIds };
      return { sessionId: row.sessionId, isRestored: (await verdictsOn(tx, of)).length > 0 };
    }
    default:
      return { ...NEW, sessionId: await sittingAt(tx, { orgId, raterId, at: new Date(taken.atMs) }) };
  }
}

const NEW = { isRestored: false } as const;
