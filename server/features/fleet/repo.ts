import type { Prisma } from "../../../prisma/generated/sqlite/client.ts";
import type { Tx } from "../../platform/app.ts";

const AGENT = {
  id: true,
  orgId: true,
  state: true,
  isHouse: true,
  publicKey: true,
  machineId: true,
  hostName: true,
  agentVersion: true,
  enrolledAt: true,
  enrolledBy: true,
  lastContactAt: true,
  goodbyeAt: true,
  isUnencrypted: true,
  factsJson: true,
  factsHash: true,
  factsAt: true,
  capsJson: true,
  capsHash: true,
  capsAt: true,
  policyJson: true,
  policyHash: true,
  policyAt: true,
} as const satisfies Prisma.AgentSelect;

export type AgentRow = Prisma.AgentGetPayload<{ select: typeof AGENT }>;

const SESSION = {
  id: true,
  orgId: true,
  agentId: true,
  bootId: true,
  expiresAt: true,
  endedAt: true,
  endReason: true,
} as const satisfies Prisma.AgentSessionSelect;

export type AgentSessionRow = Prisma.AgentSessionGetPayload<{ select: typeof SESSION }>;

const JOIN_TOKEN = {
  id: true,
  orgId: true,
  isHouse: true,
  createdBy: true,
  usedAt: true,
  agentId: true,
} as const satisfies Prisma.JoinTokenSelect;

export type JoinTokenRow = Prisma.JoinTokenGetPayload<{ select: typeof JOIN_TOKEN }>;

/** An install's machines are a few hundred at most; the bound keeps a mistake from reading a table. */
const MAX_MACS = 2000;

/** By id alone: used where the agent itself is the caller and its row gives the organisation (AC2). */
export function findCaller(tx: Tx, id: string): Promise<AgentRow | null> {
  return tx.agent.findUnique({ where: { id }, select: AGENT });
}

export function findCallerByKey(tx: Tx, publicKey: string): Promise<AgentRow | null> {
  return tx.agent.findUnique({ where: { publicKey }, select: AGENT });
}

export function findAgent(tx: Tx, where: { id: string; orgId: string }): Promise<AgentRow | null> {
  return tx.agent.findFirst({ where, select: AGENT });
}

/** Every machine that was not retired, oldest first. */
export function listAgents(tx: Tx, orgId: string): Promise<AgentRow[]> {
  return tx.agent.findMany({
    where: { orgId, state: { not: "RETIRED" } },
    orderBy: [{ enrolledAt: "asc" }, { id: "asc" }],
    select: AGENT,
    take: MAX_MACS,
  });
}

export function listHouseAgents(tx: Tx, orgId: string): Promise<AgentRow[]> {
  return tx.agent.findMany({
    where: { orgId, isHouse: true, state: { not: "RETIRED" } },
    select: AGENT,
    take: 20,
  });
}

export async function insertAgent(tx: Tx, data: Prisma.AgentUncheckedCreateInput): Promise<void> {
  await tx.agent.create({ data, select: { id: true } });
}

export async function changeAgent(
  tx: Tx,
  agent: { id: string; orgId: string },
  data: Prisma.AgentUncheckedUpdateInput,
): Promise<void> {
  await tx.agent.updateMany({ where: { id: agent.id, orgId: agent.orgId }, data });
}

export async function insertJoinToken(tx: Tx, data: Prisma.JoinTokenUncheckedCreateInput): Promise<void> {
  await tx.joinToken.create({ data, select: { id: true } });
}

export function findJoinToken(tx: Tx, tokenHash: string): Promise<JoinTokenRow | null> {
  return tx.joinToken.findUnique({ where: { tokenHash }, select: JOIN_TOKEN });
}

/** EN5: one conditional UPDATE; of any number of racers exactly one gets true. */
export async function claimJoinToken(
  tx: Tx,
  claim: { tokenHash: string; agentId: string; now: Date },
): Promise<boolean> {
  const { count } = await tx.joinToken.updateMany({
    where: { tokenHash: claim.tokenHash, usedAt: null, expiresAt: { gt: claim.now } },
    data: { usedAt: claim.now, agentId: claim.agentId },
  });
  return count === 1;
}

export async function insertChallenge(tx: Tx, data: Prisma.AgentChallengeUncheckedCreateInput): Promise<void> {
  await tx.agentChallenge.deleteMany({ where: { expiresAt: { lt: data.createdAt } } });
  await tx.agentChallenge.create({ data, select: { nonceHash: true } });
}

/** ID2: a nonce works once and only for the agent that asked for it. */
export async function claimChallenge(
  tx: Tx,
  claim: { nonceHash: string; agentId: string; now: Date },
): Promise<boolean> {
  const { count } = await tx.agentChallenge.updateMany({
    where: { nonceHash: claim.nonceHash, agentId: claim.agentId, usedAt: null, expiresAt: { gt: claim.now } },
    data: { usedAt: claim.now },
  });
  return count === 1;
}

export function findSession(tx: Tx, tokenHash: string): Promise<AgentSessionRow | null> {
  return tx.agentSession.findUnique({ where: { tokenHash }, select: SESSION });
}

export function findSessionById(tx: Tx, id: string): Promise<AgentSessionRow | null> {
  return tx.agentSession.findUnique({ where: { id }, select: SESSION });
}

export function findSessionOfBoot(tx: Tx, where: { agentId: string; bootId: string }): Promise<AgentSessionRow | null> {
  return tx.agentSession.findFirst({ where, orderBy: { createdAt: "desc" }, select: SESSION });
}

export async function insertSession(tx: Tx, data: Prisma.AgentSessionUncheckedCreateInput): Promise<void> {
  await tx.agentSession.create({ data, select: { id: true } });
}

export async function renewSession(tx: Tx, id: string, data: { tokenHash: string; expiresAt: Date }): Promise<void> {
  await tx.agentSession.updateMany({ where: { id }, data });
}

/** Ends every open session of an agent. */
export async function endSessions(
  tx: Tx,
  agentId: string,
  end: { endedAt: Date; endReason: "superseded" | "suspended" },
): Promise<void> {
  await tx.agentSession.updateMany({ where: { agentId, endedAt: null }, data: end });
}
