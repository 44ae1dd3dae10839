import type { App, Tx } from "./app.ts";

/** Runs `fn` in one immediate transaction called `name` and, after the commit, wakes whoever follows the feed. Inside, only `tx` is used (ST5). */
export async function transaction<T>(app: App, name: string, fn: (tx: Tx) => Promise<T>): Promise<T> {
  void name;
  const result = await app.db.$transaction(fn, { maxWait: 10_000, timeout: 15_000 });
  app.bus.wake();
  return result;
}
