import type { z } from "zod";
import { AppError } from "../../platform/errors.ts";
import { transaction } from "../../platform/transaction.ts";
import type { Context } from "../../trpc/context.ts";
import { appendAudit } from "../activity/index.ts";
import { hostOf } from "../jobs/index.ts";
import { mintJoinToken } from "./join-tokens.ts";
import { macRows } from "./mac-rows.ts";
import { findAgent } from "./repo.ts";
import type { FleetList, JoinTokenOutput, MacDetail, MacInput } from "./schema.ts";
import { keyFingerprint } from "./secrets.ts";

const JOIN_TOKEN_MS = 60 * 60_000;

export async function listMacs(ctx: Context): Promise<z.infer<typeof FleetList>> {
  const { app, scope } = ctx;
  return { macs: await macRows(app, scope.orgId), serverTime: app.clock.now().toISOString() };
}

export async function getMac(ctx: Context, input: z.infer<typeof MacInput>): Promise<z.infer<typeof MacDetail>> {
  const { app, scope } = ctx;
  const agent = await findAgent(app.db, { id: input.id, orgId: scope.orgId });
  const mac = agent === null ? undefined : (await macRows(app, scope.orgId)).find(({ id }) => id === agent.id);
  if (agent === null || mac === undefined) throw new AppError("NOT_FOUND");
  const { facts, capabilities, policy } = hostOf(app, agent);
  return {
    mac,
    facts: { value: facts, at: agent.factsAt.toISOString() },
    capabilities: dated(capabilities, agent.capsAt),
    policy: dated(policy, agent.policyAt),
    enrolledAt: agent.enrolledAt.toISOString(),
    enrolledBy: agent.enrolledBy,
    isUnencrypted: agent.isUnencrypted,
    keyFingerprint: keyFingerprint(agent.publicKey),
    serverTime: app.clock.now().toISOString(),
  };
}

function dated<T>(value: T | null, at: Date | null): { value: T; at: string } | null {
  return value === null || at === null ? null : { value, at: at.toISOString() };
}

/** The address other Macs reach this console at: the configured one, else the one this page was opened at. */
function baseUrlOf(ctx: Context): string {
  const { env } = ctx.app;
  return env.baseUrl ?? `http://${ctx.request?.headers.host ?? `127.0.0.1:${env.port}`}`;
}

/** EN5: a token for one Mac and one hour, with the command that takes it on standard input. */
export function createJoinToken(ctx: Context): Promise<z.infer<typeof JoinTokenOutput>> {
  const { app, scope, actor, address } = ctx;
  if (actor === null) throw new AppError("UNAUTHENTICATED");
  return transaction(app, "fleet.createJoinToken", async (tx) => {
    const minted = await mintJoinToken(app, tx, {
      orgId: scope.orgId,
      isHouse: false,
      createdBy: actor.name,
      lifeMs: JOIN_TOKEN_MS,
    });
    await appendAudit(tx, {
      orgId: scope.orgId,
      at: app.clock.now(),
      actor: actor.userId,
      address,
      action: "join_token.created",
      object: `join_token:${minted.id}`,
      detail: { isHouse: false },
    });
    return {
      token: minted.token,
      expiresAt: minted.expiresAt.toISOString(),
      command: `npm run -s espalier -- enrol ${baseUrlOf(ctx)} --token-file - && npm run -s espalier -- run`,
      serverFingerprint: app.keys.fingerprint,
    };
  });
}
