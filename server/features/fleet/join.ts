import { sha256Hex } from "../../../core/canonical/sha256.ts";
import type { JoinRequest } from "../../../core/contract/v1/messages.ts";
import type { App, Tx } from "../../platform/app.ts";
import { publish } from "../../platform/feed.ts";
import { transaction } from "../../platform/transaction.ts";
import { appendAudit } from "../activity/index.ts";
import {
  changeAgent,
  claimJoinToken,
  findCaller,
  findCallerByKey,
  findJoinToken,
  insertAgent,
  type JoinTokenRow,
  listHouseAgents,
} from "./repo.ts";
import { partHash } from "./reports.ts";

export type JoinOutcome =
  | { kind: "joined"; agentId: string; orgId: string }
  | { kind: "not_set_up" }
  | { kind: "token_invalid" }
  | { kind: "revoked" };

export interface JoinFacts {
  request: JoinRequest;
  address: string | null;
  isUnencrypted: boolean;
}

/** EN5, EN6: turns a join token into an agent; single use, claimed in the transaction that creates the agent. */
export async function joinAgent(app: App, facts: JoinFacts): Promise<JoinOutcome> {
  const needsSetup = await app.needsSetup();
  return transaction(app, "fleet.join", async (tx) => {
    const tokenHash = sha256Hex(facts.request.token);
    const token = await findJoinToken(tx, tokenHash);
    if (needsSetup && token?.isHouse !== true) return { kind: "not_set_up" };
    if (token === null) return { kind: "token_invalid" };
    const known = await findCallerByKey(tx, facts.request.publicKey);
    if (known !== null && known.orgId !== token.orgId) return { kind: "token_invalid" };
    if (known?.state === "REVOKED") return { kind: "revoked" };
    if (token.usedAt !== null) return repeatOf(tx, token, facts.request.publicKey);
    const agentId = known?.id ?? app.random.uuid();
    if (!(await claimJoinToken(tx, { tokenHash, agentId, now: app.clock.now() }))) return { kind: "token_invalid" };
    await storeAgent(app, tx, { ...facts, token, agentId, isKnown: known !== null });
    return { kind: "joined", agentId, orgId: token.orgId };
  });
}

/** A join whose answer was lost: the same key with the same token gets the same answer. */
async function repeatOf(tx: Tx, token: JoinTokenRow, publicKey: string): Promise<JoinOutcome> {
  const joined = token.agentId === null ? null : await findCaller(tx, token.agentId);
  if (joined === null || joined.publicKey !== publicKey) return { kind: "token_invalid" };
  return { kind: "joined", agentId: joined.id, orgId: joined.orgId };
}

type NewAgent = JoinFacts & { token: JoinTokenRow; agentId: string; isKnown: boolean };

async function storeAgent(app: App, tx: Tx, join: NewAgent): Promise<void> {
  const { token, agentId, request } = join;
  const at = app.clock.now();
  if (token.isHouse) await retireOtherHouseAgents(tx, { orgId: token.orgId, agentId, at });
  const row = {
    state: "ACTIVE",
    isHouse: token.isHouse,
    machineId: request.facts.machineId,
    hostName: request.facts.hostName,
    agentVersion: request.facts.agentVersion,
    isUnencrypted: join.isUnencrypted,
    factsJson: JSON.stringify(request.facts),
    factsHash: partHash("facts", request.facts),
    factsAt: at,
  };
  if (join.isKnown) await changeAgent(tx, { id: agentId, orgId: token.orgId }, row);
  else {
    await insertAgent(tx, {
      ...row,
      id: agentId,
      orgId: token.orgId,
      publicKey: request.publicKey,
      enrolledAt: at,
      enrolledBy: token.createdBy,
    });
  }
  await appendAudit(tx, {
    orgId: token.orgId,
    at,
    actor: token.createdBy,
    address: join.address,
    action: "agent.enrolled",
    object: `agent:${agentId}`,
    detail: { hostName: request.facts.hostName, joinToken: token.id, isHouse: token.isHouse },
  });
  await publish(tx, { orgId: token.orgId, at, topic: "fleet", subject: agentId, kind: "joined" });
}

/** One machine runs the console, so an older house agent is a lost state folder. */
async function retireOtherHouseAgents(tx: Tx, keep: { orgId: string; agentId: string; at: Date }): Promise<void> {
  for (const old of await listHouseAgents(tx, keep.orgId)) {
    if (old.id === keep.agentId) continue;
    await changeAgent(tx, old, { state: "RETIRED" });
    await appendAudit(tx, {
      orgId: keep.orgId,
      at: keep.at,
      actor: "console",
      action: "agent.retired",
      object: `agent:${old.id}`,
      detail: { replacedBy: keep.agentId },
    });
    await publish(tx, { orgId: keep.orgId, at: keep.at, topic: "fleet", subject: old.id, kind: "state" });
  }
}
