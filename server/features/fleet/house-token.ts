import type { App } from "../../platform/app.ts";
import { transaction } from "../../platform/transaction.ts";
import { appendAudit } from "../activity/index.ts";
import { mintJoinToken } from "./join-tokens.ts";

const HOUSE_TOKEN_MS = 60_000;

/** EN6: a single-use join token of 60 s for the house agent, handed over on file descriptor 3. */
export function createHouseJoinToken(app: App): Promise<string> {
  return transaction(app, "fleet.houseJoinToken", async (tx) => {
    const minted = await mintJoinToken(app, tx, {
      orgId: app.orgId,
      isHouse: true,
      createdBy: "console",
      lifeMs: HOUSE_TOKEN_MS,
    });
    await appendAudit(tx, {
      orgId: app.orgId,
      at: app.clock.now(),
      actor: "console",
      action: "join_token.created",
      object: `join_token:${minted.id}`,
      detail: { isHouse: true },
    });
    return minted.token;
  });
}
