import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Db } from "./app.ts";
import { writePrivateFile } from "./private-file.ts";

const KEY = "server_epoch";

/** LE1: max(database, epoch file, Unix seconds) + 1, on disk in both before it is returned. */
export async function raiseEpoch(db: Db, dataDir: string, now: Date): Promise<number> {
  const file = path.join(dataDir, "epoch");
  const stored = await db.serverMeta.findUnique({ where: { key: KEY }, select: { value: true } });
  const known = [stored?.value ?? "0", existsSync(file) ? readFileSync(file, "utf8") : "0"].map(
    (text) => Number.parseInt(text, 10) || 0,
  );
  const epoch = Math.max(...known, Math.floor(now.getTime() / 1000)) + 1;
  writePrivateFile(file, String(epoch));
  await db.serverMeta.upsert({
    where: { key: KEY },
    create: { key: KEY, value: String(epoch) },
    update: { value: String(epoch) },
  });
  return epoch;
}
