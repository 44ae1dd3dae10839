import { createPublicKey, verify } from "node:crypto";
import type { z } from "zod";
import { canonicalJson } from "../../../core/canonical/jcs.ts";
import { type PlaneErrorCode, type TokenRequest, TokenStatement } from "../../../core/contract/v1/messages.ts";
import { encodeWire } from "../../../core/contract/v1/wire.ts";
import type { App, Tx } from "../../platform/app.ts";
import { publish } from "../../platform/feed.ts";
import { transaction } from "../../platform/transaction.ts";
import { appendAudit } from "../activity/index.ts";
import {
  type AgentRow,
  type AgentSessionRow,
  changeAgent,
  claimChallenge,
  endSessions,
  findCaller,
  findSession,
  findSessionById,
  findSessionOfBoot,
  insertChallenge,
  insertSession,
  renewSession,
} from "./repo.ts";
import { hashSecret, newSecret } from "./secrets.ts";

const NONCE_MS = 60_000;
const TOKEN_MS = 15 * 60_000;

export interface Refusal {
  kind: "refused";
  code: PlaneErrorCode;
}

const refuse = (code: PlaneErrorCode): Refusal => ({ kind: "refused", code });

/** Why an agent in this state may not call, or null when it may. */
function stateRefusal(state: string): Refusal | null {
  if (state === "REVOKED" || state === "RETIRED") return refuse("agent_revoked");
  return state === "SUSPENDED" ? refuse("agent_suspended") : null;
}

/** EN6: before set-up only the house agent's calls work. */
function setupRefusal(agent: AgentRow, needsSetup: boolean): Refusal | null {
  return needsSetup && !agent.isHouse ? refuse("not_set_up") : null;
}

/** ID2: a nonce for one token request, good for 60 s. */
export async function issueChallenge(
  app: App,
  agentId: string,
): Promise<Refusal | { kind: "ok"; nonce: string; expiresInS: number }> {
  const needsSetup = await app.needsSetup();
  const agent = await findCaller(app.db, agentId);
  if (agent === null) return refuse(needsSetup ? "not_set_up" : "not_found");
  const refusal = stateRefusal(agent.state) ?? setupRefusal(agent, needsSetup);
  if (refusal !== null) return refusal;
  const nonce = newSecret(app.random);
  const createdAt = app.clock.now();
  await transaction(app, "fleet.challenge", (tx) =>
    insertChallenge(tx, {
      nonceHash: hashSecret(nonce),
      agentId,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + NONCE_MS),
    }),
  );
  return { kind: "ok", nonce, expiresInS: NONCE_MS / 1000 };
}

/** The bytes a token request signs: JCS of the statement's wire form. */
function isSignedBy(app: App, publicKey: string, request: z.infer<typeof TokenRequest>): boolean {
  const statement = encodeWire(TokenStatement, {
    purpose: "espalier-token-v1",
    serverId: app.serverId,
    agentId: request.agentId,
    bootId: request.bootId,
    nonce: request.nonce,
  });
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" });
  return verify(null, Buffer.from(canonicalJson(statement)), key, Buffer.from(request.signature, "base64url"));
}

/** ID2 to ID4: a signed nonce becomes a token of 15 min; the nonce is spent either way. */
export async function issueToken(
  app: App,
  request: z.infer<typeof TokenRequest>,
): Promise<Refusal | { kind: "ok"; token: string; expiresInS: number }> {
  const needsSetup = await app.needsSetup();
  return transaction(app, "fleet.token", async (tx) => {
    const now = app.clock.now();
    const agent = await findCaller(tx, request.agentId);
    if (agent === null) return refuse(needsSetup ? "not_set_up" : "not_found");
    const refusal = stateRefusal(agent.state) ?? setupRefusal(agent, needsSetup);
    if (refusal !== null) return refusal;
    const claim = { nonceHash: hashSecret(request.nonce), agentId: agent.id, now };
    if (!(await claimChallenge(tx, claim)) || !isSignedBy(app, agent.publicKey, request)) {
      return refuse("unauthenticated");
    }
    const previous = await findSessionOfBoot(tx, { agentId: agent.id, bootId: request.bootId });
    if (previous?.endReason === "superseded") {
      await suspend(tx, agent, { at: now, bootId: request.bootId });
      return refuse("agent_suspended");
    }
    const open = previous?.endedAt === null ? previous : null;
    const token = await openSession(app, tx, { agent, bootId: request.bootId, previous: open, now });
    return { kind: "ok", token, expiresInS: TOKEN_MS / 1000 };
  });
}

interface Opening {
  agent: AgentRow;
  bootId: string;
  previous: AgentSessionRow | null;
  now: Date;
}

/** ID3: a new boot id ends the sessions of older ones; the same one gets a fresh token. */
async function openSession(app: App, tx: Tx, opening: Opening): Promise<string> {
  const token = newSecret(app.random);
  const tokenHash = hashSecret(token);
  const expiresAt = new Date(opening.now.getTime() + TOKEN_MS);
  if (opening.previous !== null) {
    await renewSession(tx, opening.previous.id, { tokenHash, expiresAt });
    return token;
  }
  await endSessions(tx, opening.agent.id, { endedAt: opening.now, endReason: "superseded" });
  await insertSession(tx, {
    id: app.random.uuid(),
    orgId: opening.agent.orgId,
    agentId: opening.agent.id,
    bootId: opening.bootId,
    tokenHash,
    createdAt: opening.now,
    expiresAt,
  });
  if (opening.agent.goodbyeAt !== null) await changeAgent(tx, opening.agent, { goodbyeAt: null });
  return token;
}

/** ID4: a superseded process asked again, so its key is in use twice. */
async function suspend(tx: Tx, agent: AgentRow, seen: { at: Date; bootId: string }): Promise<void> {
  await changeAgent(tx, agent, { state: "SUSPENDED" });
  await endSessions(tx, agent.id, { endedAt: seen.at, endReason: "suspended" });
  await appendAudit(tx, {
    orgId: agent.orgId,
    at: seen.at,
    actor: `agent:${agent.id}`,
    action: "agent.suspended",
    object: `agent:${agent.id}`,
    detail: { reason: "copied_key", bootId: seen.bootId },
  });
  await publish(tx, { orgId: agent.orgId, at: seen.at, topic: "fleet", subject: agent.id, kind: "state" });
}

export type Caller = { kind: "ok"; agent: AgentRow; session: AgentSessionRow };

async function judge(app: App, agent: AgentRow | null, session: AgentSessionRow | null): Promise<Caller | Refusal> {
  if (agent === null || session === null) return refuse("unauthenticated");
  const refusal = stateRefusal(agent.state);
  if (refusal !== null) return refusal;
  if (session.endReason === "superseded") return refuse("session_superseded");
  if (session.endedAt !== null || session.expiresAt <= app.clock.now()) return refuse("unauthenticated");
  return setupRefusal(agent, await app.needsSetup()) ?? { kind: "ok", agent, session };
}

/** Who calls, read fresh at every request, so that a revocation acts on the next one (INV-24). */
export async function authenticateAgent(app: App, token: string): Promise<Caller | Refusal> {
  const session = await findSession(app.db, hashSecret(token));
  if (session === null && (await app.needsSetup())) return refuse("not_set_up");
  return judge(app, session === null ? null : await findCaller(app.db, session.agentId), session);
}

/** The same judgement again, for a poll that was held. */
export async function recheckCaller(app: App, caller: Caller): Promise<Caller | Refusal> {
  return judge(app, await findCaller(app.db, caller.agent.id), await findSessionById(app.db, caller.session.id));
}
