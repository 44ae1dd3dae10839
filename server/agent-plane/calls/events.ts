import type { EventsAnswer, EventsRequest } from "../../../core/contract/v1/messages.ts";
import { PlaneFailure } from "../http/plane-failure.ts";
import { type AgentCall, rawBodies } from "../http/route.ts";
import { commitTogether } from "../inbox/group-commit.ts";
import { ingestEvents } from "../inbox/ingest-events.ts";
import { readBodies } from "../inbox/read-bodies.ts";
import { planeState } from "../plane-state.ts";

/** INV-7 to INV-9, BL4: every event is answered as stored, duplicate or refused only after the commit. */
export async function events({ app, caller, raw }: AgentCall, message: EventsRequest): Promise<EventsAnswer> {
  const count = message.events.length;
  const waitMs = planeState(app).events.take(caller.agent.id, app.clock.monoMs(), count);
  if (waitMs > 0) throw new PlaneFailure("rate_limited", { retryAfterMs: waitMs });
  const bodies = await readBodies(app, caller.agent.orgId, { events: message.events, inline: rawBodies(raw) });
  return commitTogether(app, count, (tx) => ingestEvents(app, tx, { agent: caller.agent, message, bodies }));
}
