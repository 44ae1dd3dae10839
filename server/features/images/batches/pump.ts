import type { App, Tx } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import { startPump } from "../../../platform/pump.ts";
import { transaction } from "../../../platform/transaction.ts";
import { createJob } from "../../jobs/index.ts";
import { findInputs } from "../inputs/input-repo.ts";
import { changeRuns } from "../runs/run-repo.ts";
import {
  type BatchRow,
  changeBatch,
  changeItem,
  findBatch,
  hasOpenItems,
  type ItemRow,
  itemsOf,
  jobStatesOf,
  openBatches,
} from "./batch-repo.ts";
import { chooseHost } from "./choose-host.ts";
import { jobKindOf, jobWorkOf } from "./job-work.ts";
import { nextJobItems } from "./next-job-items.ts";
import { prepareItems } from "./prepare-items.ts";
import { settleItems } from "./settle-items.ts";

/** IM53: jobs that nobody has started yet, a batch. */
const UNSTARTED_MOST = 2;

const CANNOT_GO_ON = "image batches could not go on";

const chains = new WeakMap<App, Promise<void>>();

/** Brings every open batch forward: settles what ended, reuses runs, puts the next jobs into the queue. One at a time; does nothing where nothing changed. */
export function pumpBatches(app: App): Promise<void> {
  const next = (chains.get(app) ?? Promise.resolve()).then(() => pumpAll(app));
  chains.set(
    app,
    next.catch(() => {}),
  );
  return next;
}

/** For what was just stored: it stays stored where the pump cannot go on now, such as on a full disk, and the next commit pumps again. */
export function pumpAfterCommit(app: App): Promise<void> {
  return pumpBatches(app).catch((err: unknown) => app.log.error({ err }, CANNOT_GO_ON));
}

/** Pumps after every commit until stopped. */
export function startImagePump(app: App): { stop(): Promise<void> } {
  return startPump(app, { work: () => pumpBatches(app), complaint: CANNOT_GO_ON });
}

async function pumpAll(app: App): Promise<void> {
  for (const batch of await openBatches(app.db, app.orgId)) await pumpBatch(app, batch);
}

async function pumpBatch(app: App, batch: BatchRow): Promise<void> {
  await settleItems(app, batch);
  await prepareItems(app, batch);
  const [waiting, sent] = [await itemsIn(app, batch, "waiting"), await itemsIn(app, batch, "sent")];
  if (waiting.length === 0 && sent.length === 0) return endBatch(app, batch);
  if (batch.cancelledAt !== null || waiting.length === 0) return;
  const own = sent.flatMap(({ jobId, isReused }) => (jobId === null || isReused ? [] : [jobId]));
  const jobs = await jobStatesOf(app.db, batch.orgId, [...new Set(own)]);
  const free = UNSTARTED_MOST - jobs.filter(({ state }) => state === "QUEUED").length;
  if (free <= 0) return;
  const { host } = await chooseHost(app, batch.orgId, jobKindOf(batch));
  if (host === null) return;
  for (const items of nextJobItems(waiting, free)) await sendJob(app, { batch, items, agentId: host.row.id });
}

const itemsIn = (app: App, { id, orgId }: BatchRow, state: string): Promise<ItemRow[]> =>
  itemsOf(app.db, { orgId, batchId: id, state });

async function endBatch(app: App, batch: BatchRow): Promise<void> {
  await transaction(app, "images.end-batch", async (tx) => {
    if (await hasOpenItems(tx, batch)) return;
    await changeBatch(tx, batch, { endedAt: app.clock.now() });
  });
}

interface Sending {
  batch: BatchRow;
  items: ItemRow[];
  agentId: string;
}

/** The job and its items in one transaction; a full queue leaves them waiting. */
async function sendJob(app: App, sending: Sending): Promise<void> {
  try {
    await transaction(app, "images.send-job", (tx) => createImageJob(app, tx, sending));
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== "QUEUE_FULL") throw cause;
  }
}

async function createImageJob(app: App, tx: Tx, { batch, items, agentId }: Sending): Promise<void> {
  const { orgId } = batch;
  const fresh = await findBatch(tx, orgId, batch.id);
  if (fresh === null || fresh.cancelledAt !== null) return;
  const names = await namesOf(tx, orgId, items);
  const job = await createJob(app, tx, {
    orgId,
    agentId,
    ...jobWorkOf(fresh, items, names),
    requestedBy: batch.requestedBy,
    actor: batch.actor,
    address: null,
    requestKey: app.random.uuid(),
    retryOf: null,
    label: `images ${batch.number}`,
  });
  for (const item of items) await changeItem(tx, item, { state: "sent", jobId: job.id });
  // An equal run that somebody asks for meanwhile is this one (IM52).
  await changeRuns(tx, { orgId, ids: items.flatMap(({ runId }) => runId ?? []) }, { jobId: job.id });
}

async function namesOf(tx: Tx, orgId: string, items: readonly ItemRow[]): Promise<Map<string, string | null>> {
  const inputs = await findInputs(
    tx,
    orgId,
    items.map(({ inputBlake3 }) => inputBlake3),
  );
  return new Map(inputs.map((row) => [row.blake3, row.name]));
}
