import type { z } from "zod";
import type { AgentStore } from "./open-store.ts";

/** Reads one value of the `meta` table; null when it is absent or no longer fits `schema`. */
export function readMeta<T>(store: AgentStore, key: string, schema: z.ZodType<T>): T | null {
  const value = store.db.prepare("SELECT value FROM meta WHERE key = ?").get(key)?.["value"];
  if (typeof value !== "string") return null;
  const parsed = schema.safeParse(JSON.parse(value));
  return parsed.success ? parsed.data : null;
}

/** Writes one value of the `meta` table as JSON. */
export function writeMeta(store: AgentStore, key: string, value: unknown): void {
  store.db
    .prepare("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
    .run(key, JSON.stringify(value));
}
