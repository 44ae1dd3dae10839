import type { App } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import { type Contact, writeContacts } from "../repo.ts";

/** PR1: at most one write in this time. */
const WRITE_EVERY_MS = 5_000;
/** After this silence a machine's return is news for the pages. */
const RETURN_MS = 45_000;

interface ContactBook {
  last: Map<string, Date>;
  waiting: Map<string, Contact & { isReturn: boolean }>;
  lastWriteMonoMs: number;
  timer: NodeJS.Timeout | null;
  writing: Promise<void>;
}

const books = new WeakMap<App, ContactBook>();

function bookOf(app: App): ContactBook {
  const known = books.get(app);
  if (known !== undefined) return known;
  const book: ContactBook = {
    last: new Map(),
    waiting: new Map(),
    lastWriteMonoMs: Number.NEGATIVE_INFINITY,
    timer: null,
    writing: Promise.resolve(),
  };
  books.set(app, book);
  return book;
}

/** PR1: notes that a machine called just now; kept in memory and written in batches outside hot rows. */
export function recordContact(app: App, host: { id: string; orgId: string; lastContactAt: Date | null }): void {
  const book = bookOf(app);
  const at = app.clock.now();
  const before = book.last.get(host.id) ?? host.lastContactAt;
  const isReturn = before === null || at.getTime() - before.getTime() > RETURN_MS;
  book.last.set(host.id, at);
  const isNews = isReturn || (book.waiting.get(host.id)?.isReturn ?? false);
  book.waiting.set(host.id, { agentId: host.id, orgId: host.orgId, at, isReturn: isNews });
  if (book.timer !== null) return;
  const waitMs = Math.max(0, book.lastWriteMonoMs + WRITE_EVERY_MS - app.clock.monoMs());
  book.timer = setTimeout(() => {
    book.timer = null;
    flushContacts(app).catch((err: unknown) => app.log.warn({ err }, "last contacts could not be written"));
  }, waitMs);
  book.timer.unref();
}

/** The newest contact of a machine, from memory where it is newer than the row. */
export function lastContactOf(app: App, host: { id: string; lastContactAt: Date | null }): Date | null {
  const inMemory = bookOf(app).last.get(host.id) ?? null;
  if (inMemory === null) return host.lastContactAt;
  return host.lastContactAt !== null && host.lastContactAt > inMemory ? host.lastContactAt : inMemory;
}

/** Writes what is in memory now; also called when the console stops. */
export function flushContacts(app: App): Promise<void> {
  const book = bookOf(app);
  if (book.timer !== null) clearTimeout(book.timer);
  book.timer = null;
  book.writing = book.writing.then(
    () => writeWaiting(app, book),
    () => writeWaiting(app, book),
  );
  return book.writing;
}

async function writeWaiting(app: App, book: ContactBook): Promise<void> {
  const batch = [...book.waiting.values()];
  book.waiting.clear();
  book.lastWriteMonoMs = app.clock.monoMs();
  if (batch.length === 0) return;
  await transaction(app, "jobs.contacts", async (tx) => {
    await writeContacts(tx, batch);
    for (const { agentId, orgId, at } of batch.filter((contact) => contact.isReturn)) {
      await publish(tx, { orgId, at, topic: "fleet", subject: agentId, kind: "presence" });
    }
  });
}
