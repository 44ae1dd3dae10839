import type { Tx } from "../../../platform/app.ts";
import type { RecordSource } from "../records/append-record.ts";
import { eventsNamed, givenVerdicts, resharers } from "../records/revoke-repo.ts";
import { type RevokeRefusal, type RevokeTarget, refusalOf } from "./decide-revoke.ts";
import type { KeptLine } from "./index-line.ts";

interface Judging {
  from: RecordSource & { origin: "share" | "import" };
  /** New lines in log order, not yet stored. */
  lines: readonly KeptLine[];
}

/** Of new lines the revokes that take nothing back, by their own event's id (IM33). One that names what is not here yet is none of them. */
export async function judgeRevokes(tx: Tx, { from, lines }: Judging): Promise<ReadonlyMap<string, RevokeRefusal>> {
  const revokes = lines.flatMap((line) =>
    line.kind === "event" && line.record.kind === "revoke" ? [line.record] : [],
  );
  const refused = new Map<string, RevokeRefusal>();
  if (revokes.length === 0) return refused;
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
  }
  return refused;
}

/** The answer of a line by its event's id; a revoke may stand right behind what it takes back. */
function raterOfAnswer(line: KeptLine): [string, string][] {
  if (line.kind === "rating" && line.record !== null) return [[line.record.event_id, line.record.rater_id]];
  if (line.kind !== "event" || (line.record.kind !== "pair" && line.record.kind !== "skip")) return [];
  return [[line.record.event_id, line.record.rater_id]];
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
