import { z } from "zod";
import type { AgentStore } from "./open-store.ts";

/** A file that the console must have before it hears of the event that names it (INV-22). */
export interface OutboxFile {
  readonly blake3: string;
  readonly path: string;
}

const Row = z.object({ blake3: z.string(), path: z.string() });

/** Binds a file of the state folder to an event; call it in the event's own transaction. */
export function bindFile(store: AgentStore, eventId: string, { blake3, path }: OutboxFile): void {
  store.db
    .prepare("INSERT OR IGNORE INTO outbox_files (event_id, blake3, path) VALUES (?, ?, ?)")
    .run(eventId, blake3, path);
}

export function filesOf(store: AgentStore, eventId: string): OutboxFile[] {
  return z
    .array(Row)
    .parse(store.db.prepare("SELECT blake3, path FROM outbox_files WHERE event_id = ? ORDER BY blake3").all(eventId));
}

/** Every file that an event in the outbox still needs. */
export function boundPaths(store: AgentStore): ReadonlySet<string> {
  const rows = z
    .array(Row.pick({ path: true }))
    .parse(store.db.prepare("SELECT DISTINCT path FROM outbox_files").all());
  return new Set(rows.map(({ path }) => path));
}

/** Unbinds the files of events that left the outbox; returns the paths that no other event needs. */
export function unbindFiles(store: AgentStore, eventIds: readonly string[]): string[] {
  const free: string[] = [];
  store.transaction(() => {
    for (const eventId of eventIds) {
      const bound = filesOf(store, eventId);
      store.db.prepare("DELETE FROM outbox_files WHERE event_id = ?").run(eventId);
      for (const { path } of bound) {
        if (store.db.prepare("SELECT 1 FROM outbox_files WHERE path = ?").get(path) === undefined) free.push(path);
      }
    }
  });
  return free;
}
