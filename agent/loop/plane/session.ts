import { canonicalJson } from "../../../core/canonical/jcs.ts";
import {
  ChallengeAnswer,
  ChallengeRequest,
  TokenAnswer,
  TokenRequest,
  TokenStatement,
} from "../../../core/contract/v1/messages.ts";
import { encodeWire } from "../../../core/contract/v1/wire.ts";
import type { World } from "../world.ts";
import type { Enrolment } from "./enrolment.ts";
import type { Identity } from "./identity.ts";
import { callPlane, type PlaneCall, type PlaneResult } from "./plane-client.ts";
import type { AuthorisedSend } from "./plane-link.ts";

/** Calls with a bearer token: one new token and one retry on 401 (TR8). */
export interface PlaneSession {
  readonly enrolment: Enrolment;
  call<Request, Answer>(call: PlaneCall<Request, Answer>): Promise<PlaneResult<Answer>>;
  authorised<Value>(send: AuthorisedSend<Value>): Promise<PlaneResult<Value>>;
}

export interface SessionSetup {
  world: World;
  enrolment: Enrolment;
  identity: Identity;
  /** ID3: new per agent process. */
  bootId: string;
}

const CALL_TIMEOUT_MS = 20_000;

async function fetchToken(setup: SessionSetup): Promise<PlaneResult<string>> {
  const { world, enrolment, identity, bootId } = setup;
  const target = { consoleUrl: enrolment.consoleUrl, token: null };
  const challenge = await callPlane(world, target, {
    path: "challenge",
    request: ChallengeRequest,
    answer: ChallengeAnswer,
    body: { agentId: enrolment.agentId },
    timeoutMs: CALL_TIMEOUT_MS,
  });
  if (challenge.kind !== "ok") return challenge;
  const { nonce } = challenge.value;
  const { serverId, agentId } = enrolment;
  const statement = { purpose: "espalier-token-v1" as const, serverId, agentId, bootId, nonce };
  const signature = identity.sign(canonicalJson(encodeWire(TokenStatement, statement)));
  const token = await callPlane(world, target, {
    path: "token",
    request: TokenRequest,
    answer: TokenAnswer,
    body: { agentId, bootId, nonce, signature },
    timeoutMs: CALL_TIMEOUT_MS,
  });
  return token.kind === "ok" ? { kind: "ok", value: token.value.token } : token;
}

/** Opens a session; the token is fetched with the first call (ID2), and by one caller for all that wait. */
export function openSession(setup: SessionSetup): PlaneSession {
  let token: string | null = null;
  let pending: Promise<PlaneResult<string>> | null = null;
  const renew = async (): Promise<PlaneResult<string>> => {
    pending ??= fetchToken(setup).finally(() => {
      pending = null;
    });
    const result = await pending;
    if (result.kind === "ok") token = result.value;
    return result;
  };
  const authorised = async <Value>(send: AuthorisedSend<Value>): Promise<PlaneResult<Value>> => {
    const target = (bearer: string) => ({ consoleUrl: setup.enrolment.consoleUrl, token: bearer });
    const used = token;
    if (used !== null) {
      const first = await send(target(used));
      if (first.kind !== "refused" || first.status !== 401) return first;
      if (token === used) token = null;
    }
    const fresh = token === null ? await renew() : { kind: "ok" as const, value: token };
    return fresh.kind === "ok" ? send(target(fresh.value)) : fresh;
  };
  return {
    enrolment: setup.enrolment,
    authorised,
    call: (call) => authorised((target) => callPlane(setup.world, target, call)),
  };
}
