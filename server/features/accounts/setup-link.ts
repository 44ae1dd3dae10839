import { rmSync } from "node:fs";
import path from "node:path";
import { sha256Hex } from "../../../core/canonical/sha256.ts";
import type { App } from "../../platform/app.ts";
import { writePrivateFile } from "../../platform/identity/private-file.ts";
import { transaction } from "../../platform/transaction.ts";
import { replaceSetupLink } from "./repo.ts";

const VALID_MS = 60 * 60_000;
const TOKEN_BYTES = 32;

/** FR1: makes the only live set-up link and writes it to a 0600 file; null when set-up is done. `origin` has no trailing slash. */
export async function issueSetupLink(app: App, origin: string): Promise<string | null> {
  const file = path.join(app.env.dataDir, "setup-link.txt");
  if (!(await app.needsSetup())) {
    rmSync(file, { force: true });
    return null;
  }
  const token = Buffer.from(app.random.bytes(TOKEN_BYTES)).toString("base64url");
  const now = app.clock.now();
  await transaction(app, "accounts.issueSetupLink", (tx) =>
    replaceSetupLink(tx, {
      id: app.random.uuid(),
      tokenHash: sha256Hex(token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + VALID_MS),
    }),
  );
  const link = `${origin}/setup#token=${token}`;
  writePrivateFile(file, `${link}\n`);
  return link;
}
