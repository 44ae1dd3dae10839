import type { z } from "zod";
import type {
  ChallengeAnswer,
  ChallengeRequest,
  JoinAnswer,
  JoinRequest,
  TokenAnswer,
  TokenRequest,
} from "../../../core/contract/v1/messages.ts";
import { PROTOCOL } from "../../../core/contract/v1/messages.ts";
import { issueChallenge, issueToken, joinAgent } from "../../features/fleet/index.ts";
import { addressBlock, isUnencrypted } from "../http/client-address.ts";
import { PlaneFailure } from "../http/plane-failure.ts";
import { type OpenCall, refusalOf } from "../http/route.ts";
import { planeState } from "../plane-state.ts";
import { TIMERS } from "../timers.ts";
import { wakeHost } from "../wake.ts";

/** EN5, EN6. RL1: 10 a minute per address block. */
export async function join(call: OpenCall, message: JoinRequest): Promise<JoinAnswer> {
  const { app, address } = call;
  const waitMs = planeState(app).joins.take(addressBlock(address ?? "unknown"), app.clock.monoMs());
  if (waitMs > 0) throw new PlaneFailure("rate_limited", { retryAfterMs: waitMs });
  if (message.protocol < PROTOCOL - 1) throw new PlaneFailure("upgrade_required");
  const outcome = await joinAgent(app, { request: message, address, isUnencrypted: isUnencrypted(call.request) });
  if (outcome.kind === "not_set_up") throw new PlaneFailure("not_set_up");
  if (outcome.kind === "revoked") throw new PlaneFailure("agent_revoked");
  if (outcome.kind === "token_invalid") {
    throw new PlaneFailure("forbidden", { message: "the join token is unknown, used or expired" });
  }
  return {
    agentId: outcome.agentId,
    orgId: outcome.orgId,
    serverId: app.serverId,
    jobKeys: app.keys.jobPublicKeys,
    protocol: PROTOCOL,
    timers: TIMERS,
  };
}

/** ID2. */
export async function challenge(
  call: OpenCall,
  message: z.infer<typeof ChallengeRequest>,
): Promise<z.infer<typeof ChallengeAnswer>> {
  const issued = await issueChallenge(call.app, message.agentId);
  if (issued.kind === "refused") throw refusalOf(issued);
  return { nonce: issued.nonce, expiresInS: issued.expiresInS };
}

/** ID2, ID3: a held poll of an older process is answered at once. */
export async function token(
  call: OpenCall,
  message: z.infer<typeof TokenRequest>,
): Promise<z.infer<typeof TokenAnswer>> {
  const issued = await issueToken(call.app, message);
  wakeHost(call.app, message.agentId);
  if (issued.kind === "refused") throw refusalOf(issued);
  return { token: issued.token, expiresInS: issued.expiresInS };
}
