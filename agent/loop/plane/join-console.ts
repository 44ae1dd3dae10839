import type { MachineFacts } from "../../../core/contract/v1/facts.ts";
import { JoinAnswer, JoinRequest, PROTOCOL } from "../../../core/contract/v1/messages.ts";
import type { World } from "../world.ts";
import type { Enrolment } from "./enrolment.ts";
import { type Identity, keyFingerprint } from "./identity.ts";
import { callPlane, refuseAddress } from "./plane-client.ts";

export interface JoinRequestOf {
  consoleUrl: string;
  /** `esp_join_…` with the console's fingerprint behind the dot (EN5). */
  token: string;
  identity: Identity;
  facts: MachineFacts;
  allowHttp: boolean;
}

export type JoinOutcome =
  | { kind: "joined"; enrolment: Enrolment }
  | { kind: "bad_token"; message: string }
  | { kind: "not_encrypted"; message: string }
  | { kind: "wrong_console"; message: string }
  | { kind: "refused"; message: string; status: number }
  | { kind: "unreachable"; message: string };

const TOKEN = /^esp_join_[A-Za-z0-9_-]{43}\.([0-9a-f-]+)$/;
const JOIN_TIMEOUT_MS = 20_000;

/** EN5: whether a text has the form of a join token at all. */
export const isJoinToken = (text: string): boolean => TOKEN.test(text);

function digits(fingerprint: string): string {
  return fingerprint.toLowerCase().replace(/[^0-9a-f]/g, "");
}

/** Joins a console by a join token and checks that the answer came from the console the token names (EN5). */
export async function joinConsole(world: World, request: JoinRequestOf): Promise<JoinOutcome> {
  const fingerprint = TOKEN.exec(request.token)?.[1];
  if (fingerprint === undefined) return { kind: "bad_token", message: "this is not a join token" };
  const refusal = refuseAddress(request.consoleUrl, request.allowHttp);
  if (refusal !== null) return { kind: "not_encrypted", message: refusal };
  const result = await callPlane(
    world,
    { consoleUrl: request.consoleUrl, token: null },
    {
      path: "join",
      request: JoinRequest,
      answer: JoinAnswer,
      body: { token: request.token, publicKey: request.identity.publicKey, facts: request.facts, protocol: PROTOCOL },
      timeoutMs: JOIN_TIMEOUT_MS,
    },
  );
  if (result.kind === "unreachable") return { kind: "unreachable", message: result.reason };
  if (result.kind === "refused") return { kind: "refused", message: result.message, status: result.status };
  const { agentId, orgId, serverId, jobKeys, timers } = result.value;
  const isNamed = jobKeys.some((key) => digits(keyFingerprint(key.x)) === digits(fingerprint));
  if (!isNamed) return { kind: "wrong_console", message: "the console's key is not the one the token names" };
  const { consoleUrl, allowHttp } = request;
  return { kind: "joined", enrolment: { consoleUrl, agentId, orgId, serverId, jobKeys, timers, allowHttp } };
}
