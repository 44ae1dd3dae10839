import type { AgentEvent, BODY_MISSING } from "../../../../core/contract/v1/events.ts";
import type { Tx } from "../../../platform/app.ts";
import { appendAudit } from "../../activity/index.ts";
import { findEvent, insertEvent, nextSeq, setNextSeq } from "./inbox-repo.ts";

/** Why a body cannot be taken: it is other than its hash says, too long for its place, or a blob that is not here (BL4). */
export type BodyFault = "hash_mismatch" | "too_large" | typeof BODY_MISSING;

/** An event with where it came from. */
export interface Placed {
  event: AgentEvent;
  /** As sent, before its keys were renamed; null with a fault. */
  body: unknown;
  bodyFault: BodyFault | null;
  orgId: string;
  agentId: string;
  outboxId: string;
  receivedAt: Date;
}

export type Admission =
  | { kind: "apply" }
  | { kind: "duplicate" }
  /** An earlier event of the stream is missing; this one is asked for again. */
  | { kind: "gap" }
  /** BL4: nothing is decided until the blob of its body is here. */
  | { kind: "waits"; code: typeof BODY_MISSING }
  | { kind: "refused"; code: "hash_mismatch" | "too_large" | "invalid" };

interface EventStanding {
  /** What is stored under this event id, if anything. */
  known: { agentId: string; bodySha256: string } | null;
  agentId: string;
  bodySha256: string;
  bodyFault: BodyFault | null;
  seq: number;
  seqEnd: number | undefined;
  wantedSeq: number;
}

/** INV-7, INV-8: what becomes of one event. */
export function decideAdmission(standing: EventStanding): Admission {
  const { known, seq, wantedSeq, bodyFault } = standing;
  if (known !== null) {
    const isSame = known.agentId === standing.agentId && known.bodySha256 === standing.bodySha256;
    if (!isSame) return { kind: "refused", code: "hash_mismatch" };
    return bodyFault === null ? { kind: "duplicate" } : faulty(bodyFault);
  }
  if (seq > wantedSeq) return { kind: "gap" };
  if (bodyFault !== null) return faulty(bodyFault);
  const isBackwards = standing.seqEnd !== undefined && standing.seqEnd < seq;
  return seq < wantedSeq || isBackwards ? { kind: "refused", code: "invalid" } : { kind: "apply" };
}

const faulty = (code: BodyFault): Admission =>
  code === "blob_missing" ? { kind: "waits", code } : { kind: "refused", code };

const streamOf = ({ agentId, outboxId, event }: Placed) => ({ agentId, outboxId, stream: event.stream });

/** Judges one event against what is stored; a refusal moves its stream on, so that it cannot block the rest. */
export async function admitEvent(tx: Tx, placed: Placed): Promise<Admission> {
  const { event, agentId } = placed;
  const known = await findEvent(tx, event.eventId);
  const wantedSeq = await nextSeq(tx, streamOf(placed));
  const { seq, seqEnd, bodySha256 } = event;
  const admission = decideAdmission({ ...placed, known, agentId, seq, seqEnd, bodySha256, wantedSeq });
  if (admission.kind !== "refused") return admission;
  if (seq === wantedSeq) await passEvent(tx, placed);
  await appendAudit(tx, {
    orgId: placed.orgId,
    at: placed.receivedAt,
    actor: `agent:${agentId}`,
    action: "event.refused",
    object: `event:${event.eventId}`,
    detail: { code: admission.code, type: event.type, stream: event.stream, seq },
  });
  return admission;
}

/** Moves a stream past an event (INV-8). */
export async function passEvent(tx: Tx, placed: Placed): Promise<void> {
  await setNextSeq(tx, streamOf(placed), Math.max(placed.event.seqEnd ?? 0, placed.event.seq) + 1);
}

export type Applied =
  | { kind: "stored"; isLate: boolean; keepBody: boolean }
  | { kind: "refused"; code: "invalid" | "hash_mismatch" };

/** Keeps an applied event under its id, with its body where nothing else holds it (INV-3, CO2). */
export async function keepEvent(tx: Tx, placed: Placed, applied: Extract<Applied, { kind: "stored" }>): Promise<void> {
  const { event, orgId, agentId, outboxId, receivedAt } = placed;
  await insertEvent(tx, {
    eventId: event.eventId,
    orgId,
    agentId,
    outboxId,
    stream: event.stream,
    seq: event.seq,
    jobId: event.job ?? null,
    fence: event.fence ?? null,
    type: event.type,
    bodySha256: event.bodySha256,
    bodyJson: applied.keepBody ? JSON.stringify(placed.body) : null,
    isLate: applied.isLate,
    atWall: new Date(event.atWall),
    receivedAt,
  });
  await passEvent(tx, placed);
}

/** INV-8: the next seq wanted of each stream an upload named. */
export async function wantedSeqs(
  tx: Tx,
  of: { agentId: string; outboxId: string; streams: string[] },
): Promise<{ stream: string; seq: number }[]> {
  const wanted: { stream: string; seq: number }[] = [];
  for (const stream of of.streams) {
    wanted.push({ stream, seq: await nextSeq(tx, { agentId: of.agentId, outboxId: of.outboxId, stream }) });
  }
  return wanted;
}
