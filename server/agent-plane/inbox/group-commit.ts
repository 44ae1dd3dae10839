import type { App, Tx } from "../../platform/app.ts";
import { transaction } from "../../platform/transaction.ts";

/** ST6. */
const GATHER_MS = 10;
const GATHER_EVENTS = 200;

interface Waiting {
  count: number;
  run(tx: Tx): Promise<() => void>;
  fail(cause: unknown): void;
}

interface Group {
  waiting: Waiting[];
  timer: NodeJS.Timeout | null;
  committing: Promise<void>;
}

const groups = new WeakMap<App, Group>();

function groupOf(app: App): Group {
  const known = groups.get(app);
  if (known !== undefined) return known;
  const group: Group = { waiting: [], timer: null, committing: Promise.resolve() };
  groups.set(app, group);
  return group;
}

/** Runs `work` in a transaction shared with what arrives within 10 ms or 200 events; resolves after the commit (INV-9, ST6). */
export function commitTogether<T>(app: App, count: number, work: (tx: Tx) => Promise<T>): Promise<T> {
  const group = groupOf(app);
  return new Promise<T>((resolve, reject) => {
    group.waiting.push({
      count,
      run: async (tx) => {
        const result = await work(tx);
        return () => resolve(result);
      },
      fail: reject,
    });
    const gathered = group.waiting.reduce((sum, one) => sum + one.count, 0);
    if (gathered >= GATHER_EVENTS) commitNow(app, group);
    else group.timer ??= setTimeout(() => commitNow(app, group), GATHER_MS);
  });
}

function commitNow(app: App, group: Group): void {
  if (group.timer !== null) clearTimeout(group.timer);
  group.timer = null;
  const batch = group.waiting.splice(0);
  group.committing = group.committing.then(() => commitBatch(app, batch));
}

/** Resolves when everything gathered so far is committed or refused. */
export function commitsDone(app: App): Promise<void> {
  const group = groupOf(app);
  if (group.waiting.length > 0) commitNow(app, group);
  return group.committing;
}

/** One failing request must not fail its neighbours, so a failed group is done again one by one. */
async function commitBatch(app: App, batch: Waiting[]): Promise<void> {
  try {
    const answers = await transaction(app, "plane.events", async (tx) => {
      const done: (() => void)[] = [];
      for (const one of batch) done.push(await one.run(tx));
      return done;
    });
    for (const answer of answers) answer();
  } catch (cause) {
    if (batch.length === 1) {
      batch[0]?.fail(cause);
      return;
    }
    for (const one of batch) await commitBatch(app, [one]);
  }
}
