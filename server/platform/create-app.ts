import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Logger } from "pino";
import type { App, Clock, Db, Env, Randomness } from "./app.ts";
import { openBlobStore } from "./blobs/blob-store.ts";
import { createBus } from "./bus.ts";
import { openDb } from "./db.ts";
import { raiseEpoch } from "./identity/epoch.ts";
import { loadKeys } from "./identity/keys.ts";

interface Parts {
  env: Env;
  clock: Clock;
  random: Randomness;
  log: Logger;
}

/** What tests put in the place of the machine's own. */
export interface Machine {
  /** Bytes that are free on the disk of the blob folder. */
  freeBytes?: () => Promise<number>;
}

/** Opens the migrated database of `env.dataDir` and makes the App; the cookie secret stays beside it, for the entry only. */
export async function createApp(parts: Parts, machine: Machine = {}): Promise<{ app: App; cookieSecret: string }> {
  const { env, clock, random } = parts;
  mkdirSync(env.dataDir, { recursive: true, mode: 0o700 });
  const { keys, cookieSecret } = loadKeys(env.dataDir, random);
  const db = openDb(databaseFile(env.dataDir));
  const serverEpoch = await raiseEpoch(db, env.dataDir, clock.now());
  const { serverId, orgId } = await ensureInstall(db, clock, random);
  const app: App = {
    ...parts,
    db,
    keys,
    serverId,
    orgId,
    serverEpoch,
    blobs: openBlobStore({ root: path.join(env.dataDir, "blobs"), clock, random, ...machine }),
    bus: createBus(),
    needsSetup: rememberSetup(db),
  };
  return { app, cookieSecret };
}

/** Where the database of a data folder is. */
export function databaseFile(dataDir: string): string {
  return path.join(dataDir, "espalier.db");
}

async function ensureInstall(db: Db, clock: Clock, random: Randomness): Promise<{ serverId: string; orgId: string }> {
  return db.$transaction(async (tx) => {
    const known = await tx.serverMeta.findUnique({ where: { key: "server_id" }, select: { value: true } });
    const organisation = await tx.organisation.findFirst({ orderBy: { createdAt: "asc" }, select: { id: true } });
    const serverId = known?.value ?? random.uuid();
    const orgId = organisation?.id ?? random.uuid();
    if (known === null)
      await tx.serverMeta.create({ data: { key: "server_id", value: serverId }, select: { key: true } });
    if (organisation === null) {
      await tx.organisation.create({
        data: { id: orgId, name: "Espalier", createdAt: clock.now() },
        select: { id: true },
      });
    }
    return { serverId, orgId };
  });
}

/** Set-up is done once and for ever, so a no is remembered. */
function rememberSetup(db: Db): () => Promise<boolean> {
  let isDone = false;
  return async () => {
    if (isDone) return false;
    isDone = (await db.user.findFirst({ select: { id: true } })) !== null;
    return !isDone;
  };
}
