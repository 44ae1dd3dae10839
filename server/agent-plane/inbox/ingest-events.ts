import type { AgentEvent } from "../../../core/contract/v1/events.ts";
import type { EventsAnswer, EventsRequest } from "../../../core/contract/v1/messages.ts";
import type { AgentRow } from "../../features/fleet/index.ts";
import { admitEvent, keepEvent, type Placed, passEvent, wantedSeqs } from "../../features/jobs/index.ts";
import type { App, Tx } from "../../platform/app.ts";
import { applyEvent } from "./apply-event.ts";
import { MISSING, type ReadBody } from "./read-bodies.ts";

interface Upload {
  agent: AgentRow;
  message: EventsRequest;
  /** In the order of the events. */
  bodies: ReadBody[];
}

/** Takes an upload event by event, in the caller's transaction. */
export async function ingestEvents(app: App, tx: Tx, upload: Upload): Promise<EventsAnswer> {
  const answer: EventsAnswer = { stored: [], duplicate: [], refused: [], nextSeq: [] };
  for (const [index, event] of upload.message.events.entries()) {
    const outcome = await ingestEvent(app, tx, place(app, upload, { event, read: upload.bodies[index] ?? MISSING }));
    if (outcome === "stored" || outcome === "duplicate") answer[outcome].push(event.eventId);
    else if (outcome !== "gap") answer.refused.push({ id: event.eventId, code: outcome.code });
  }
  const streams = [...new Set(upload.message.events.map(({ stream }) => stream))];
  answer.nextSeq = await wantedSeqs(tx, { agentId: upload.agent.id, outboxId: upload.message.outboxId, streams });
  return answer;
}

function place(app: App, upload: Upload, sent: { event: AgentEvent; read: ReadBody }): Placed {
  return {
    event: sent.event,
    body: sent.read.kind === "body" ? sent.read.body : null,
    bodyFault: sent.read.kind === "body" ? null : sent.read.fault,
    orgId: upload.agent.orgId,
    agentId: upload.agent.id,
    outboxId: upload.message.outboxId,
    receivedAt: app.clock.now(),
  };
}

type Outcome = "stored" | "duplicate" | "gap" | { code: string };

async function ingestEvent(app: App, tx: Tx, placed: Placed): Promise<Outcome> {
  const admission = await admitEvent(tx, placed);
  if (admission.kind === "duplicate" || admission.kind === "gap") return admission.kind;
  if (admission.kind === "refused" || admission.kind === "waits") return { code: admission.code };
  const applied = await applyEvent(app, tx, placed);
  if (applied.kind === "refused") {
    await passEvent(tx, placed);
    return { code: applied.code };
  }
  await keepEvent(tx, placed, applied);
  return "stored";
}
