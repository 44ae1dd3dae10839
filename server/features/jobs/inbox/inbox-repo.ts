import type { Prisma } from "../../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../../platform/app.ts";

export type NewAgentEvent = Prisma.AgentEventUncheckedCreateInput;

interface StreamKey {
  agentId: string;
  outboxId: string;
  stream: string;
}

/** What is known of an event id, whoever sent it (INV-7). */
export function findEvent(tx: Tx, eventId: string): Promise<{ agentId: string; bodySha256: string } | null> {
  return tx.agentEvent.findUnique({ where: { eventId }, select: { agentId: true, bodySha256: true } });
}

export async function insertEvent(tx: Tx, data: NewAgentEvent): Promise<void> {
  await tx.agentEvent.create({ data, select: { eventId: true } });
}

/** The next seq wanted of a stream; a stream nobody has seen starts at 1 (INV-8). */
export async function nextSeq(tx: Tx, key: StreamKey): Promise<number> {
  const row = await tx.outboxStream.findUnique({
    where: { agentId_outboxId_stream: key },
    select: { nextSeq: true },
  });
  return row?.nextSeq ?? 1;
}

export async function setNextSeq(tx: Tx, key: StreamKey, seq: number): Promise<void> {
  await tx.outboxStream.upsert({
    where: { agentId_outboxId_stream: key },
    create: { ...key, nextSeq: seq },
    update: { nextSeq: seq },
    select: { nextSeq: true },
  });
}
