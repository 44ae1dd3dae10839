import type { Tx } from "../../../platform/app.ts";
import type { RecordIndex, RecordSource } from "../records/append-record.ts";
import { eventsNamed, givenVerdicts, pendingRevokes, REFUSED_REVOKE, resharers } from "../records/revoke-repo.ts";
import { type RevokeRefusal, type RevokeTarget, refusalOf } from "./decide-revoke.ts";
import type { KeptLine } from "./index-line.ts";
import { takeBack } from "./take-back.ts";

interface Judging {
  from: RecordSource & { origin: "share" | "import" };
  /** New lines in log order, not yet stored. */
  lines: readonly KeptLine[];
}

export interface JudgedRevokes {
  /** Those that take nothing back, by their own event's id (IM33). */
  readonly refused: ReadonlyMap<string, RevokeRefusal>;
  /** What those name that is not stored yet: it comes later, or with them in whatever order. */
  readonly waiting: ReadonlyMap<string, string>;
}

/** Judges the revokes among new lines. */
export async function judgeRevokes(tx: Tx, { from, lines }: Judging): Promise<JudgedRevokes> {
  const revokes = lines.flatMap((line) =>
    line.kind === "event" && line.record.kind === "revoke" ? [line.record] : [],
  );
  const refused = new Map<string, RevokeRefusal>();
  const waiting = new Map<string, string>();
  if (revokes.length === 0) return { refused, waiting };
  const targets = await targetsOf(
    tx,
    from,
    revokes.map(({ revokes: eventId }) => eventId),
  );
  const { origin, agentId } = from;
  const arriving = new Map(lines.flatMap(raterOfAnswer));
  for (const { event_id: eventId, revokes: named, rater_id: raterId } of revokes) {
    const rater = arriving.get(named);
    const sent = { origin, agentIds: agentId === null ? [] : [agentId], isInConfirmation: false };
    const target = targets.get(named) ?? (rater === undefined ? undefined : { ...sent, raterId: rater });
    const refusal = target === undefined ? null : refusalOf(target, { origin, agentId, raterId });
    if (refusal !== null) refused.set(eventId, refusal);
    else if (!targets.has(named)) waiting.set(eventId, named);
  }
  return { refused, waiting };
}

/** The answer of a line by its event's id; a revoke may stand right behind what it takes back. */
function raterOfAnswer(line: KeptLine): [string, string][] {
  if (line.kind === "rating" && line.record !== null) return [[line.record.event_id, line.record.rater_id]];
  if (line.kind !== "event") return [];
  const { record } = line;
  if (record.kind === "correction") return [[record.event_id, record.by]];
  return record.kind === "pair" || record.kind === "skip" ? [[record.event_id, record.rater_id]] : [];
}

/** How the log's index knows a judged revoke: one that waits by what it names, a refused one by a kind of its own. */
export function indexOfJudged(index: RecordIndex, { refused, waiting }: JudgedRevokes): RecordIndex {
  const eventId = index.eventId ?? "";
  if (refused.has(eventId)) return { ...index, kind: REFUSED_REVOKE };
  const named = waiting.get(eventId);
  return named === undefined ? index : { ...index, runId: named };
}

/** New answers are taken back by the revokes that came before them (IM33). */
export async function applyPending(tx: Tx, { from, lines }: Judging): Promise<void> {
  const arriving = new Map(lines.flatMap(raterOfAnswer));
  const { orgId, origin, agentId } = from;
  const pending = arriving.size === 0 ? [] : await pendingRevokes(tx, { orgId, eventIds: [...arriving.keys()] });
  for (const { named, eventId, ...revoke } of pending) {
    const agentIds = agentId === null ? [] : [agentId];
    const target = { origin, agentIds, raterId: arriving.get(named) ?? null, isInConfirmation: false };
    if (refusalOf(target, revoke) !== null) continue;
    await takeBack(tx, { orgId, eventId: named, revokedBy: eventId });
  }
}

async function targetsOf(
  tx: Tx,
  { orgId }: { orgId: string },
  eventIds: string[],
): Promise<ReadonlyMap<string, RevokeTarget>> {
  const verdicts = await givenVerdicts(tx, { orgId, eventIds });
  const again = await resharers(tx, { orgId, eventIds });
  const events = await eventsNamed(tx, { orgId, eventIds });
  return new Map(
    events.map(({ eventId, origin, agentId, raterId }) => {
      const agentIds = [agentId, again.get(eventId)].flatMap((id) => id ?? []);
      return [eventId, { origin, agentIds, raterId, isInConfirmation: verdicts.has(eventId) }];
    }),
  );
}
