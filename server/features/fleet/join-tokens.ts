import type { App, Tx } from "../../platform/app.ts";
import { insertJoinToken } from "./repo.ts";
import { hashSecret, newSecret } from "./secrets.ts";

export interface TokenWish {
  orgId: string;
  isHouse: boolean;
  createdBy: string;
  lifeMs: number;
}

/** EN5: `esp_join_`, 43 characters, a dot and the 20 hex digits of the server's fingerprint. Only its hash is stored. */
export async function mintJoinToken(
  app: App,
  tx: Tx,
  wish: TokenWish,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const token = `esp_join_${newSecret(app.random)}.${app.keys.fingerprint.replaceAll(/[^0-9a-f]/g, "")}`;
  const id = app.random.uuid();
  const now = app.clock.now();
  const expiresAt = new Date(now.getTime() + wish.lifeMs);
  await insertJoinToken(tx, {
    id,
    orgId: wish.orgId,
    tokenHash: hashSecret(token),
    isHouse: wish.isHouse,
    createdBy: wish.createdBy,
    createdAt: now,
    expiresAt,
  });
  return { id, token, expiresAt };
}
