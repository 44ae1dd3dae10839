import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import { changeRuns, findRuns } from "../runs/run-repo.ts";
import { type BatchRow, changeItem, findBatch, type ItemRow, itemsOf, jobStatesOf } from "./batch-repo.ts";

const ENDED = new Set(["SUCCEEDED", "FAILED", "CANCELLED", "REFUSED", "LOST", "EXPIRED"]);

type Settlement = { state: "done" | "failed" | "cancelled" | "waiting"; reason: string | null };

/** What becomes of an item that was sent: its run's end decides, else what was told of its input, else its job's end; a classified one waits for its run, and one whose run another batch had and cancelled waits for one of its own (IM52). */
export function settlementOf(item: {
  run: { state: string; errorReason: string | null; errorDetail: string | null } | null;
  isReused: boolean;
  isClassified: boolean;
  /** Why the input could not be read; null where nobody said so. */
  problem: string | null;
  job: { state: string; exitReason: string | null } | null;
}): Settlement | null {
  const { run, job, problem } = item;
  if (run?.state === "done") return { state: "done", reason: null };
  if (run?.state === "failed") return { state: "failed", reason: run.errorReason ?? run.errorDetail };
  if (run?.state === "cancelled") return { state: item.isReused ? "waiting" : "cancelled", reason: null };
  if (run === null && item.isClassified) return { state: "waiting", reason: null };
  if (job === null || !ENDED.has(job.state)) return null;
  if (problem !== null) return { state: "failed", reason: problem };
  if (job.state === "CANCELLED") return { state: item.isReused ? "waiting" : "cancelled", reason: null };
  const why = job.exitReason === null ? "" : `: ${job.exitReason}`;
  return { state: "failed", reason: `the job ended without this result (${job.state.toLowerCase()}${why})` };
}

/** Closes the items of a batch whose runs or jobs have ended, so that nothing waits for ever. */
export async function settleItems(app: App, batch: BatchRow): Promise<void> {
  const { orgId, id: batchId } = batch;
  const sent = await itemsOf(app.db, { orgId, batchId, state: "sent" });
  const runs = new Map(
    (
      await findRuns(
        app.db,
        orgId,
        sent.flatMap(({ runId }) => runId ?? []),
      )
    ).map((run) => [run.id, run]),
  );
  const jobIds = [...new Set(sent.flatMap(({ jobId }) => jobId ?? []))];
  const jobs = new Map((await jobStatesOf(app.db, orgId, jobIds)).map((job) => [job.id, job]));
  const ends = sent.flatMap((item) => {
    const run = item.runId === null ? null : (runs.get(item.runId) ?? null);
    const job = item.jobId === null ? null : (jobs.get(item.jobId) ?? null);
    const settlement = settlementOf({
      run,
      job,
      problem: item.reason,
      isReused: item.isReused,
      isClassified: item.step === "classified",
    });
    return settlement === null ? [] : [{ item, settlement }];
  });
  if (ends.length === 0) return;
  await transaction(app, "images.settle", async (tx) => {
    const isCancelled = (await findBatch(tx, orgId, batchId))?.cancelledAt !== null;
    for (const { item, settlement } of ends) {
      // Nothing waits in a cancelled batch: nobody would send it.
      const isOver = isCancelled && settlement.state === "waiting";
      await storeSettlement(tx, item, isOver ? { state: "cancelled", reason: null } : settlement);
    }
    const at = app.clock.now();
    await publish(tx, { orgId, at, topic: "image", subject: batchId, kind: "batch" });
  });
}

async function storeSettlement(tx: Tx, item: ItemRow, { state, reason }: Settlement): Promise<void> {
  const afresh = item.isReused ? { jobId: null, runId: null, isReused: false } : { jobId: null };
  await changeItem(tx, item, { state, reason, ...(state === "waiting" ? afresh : {}) });
  if (item.runId === null || item.isReused || (state !== "failed" && state !== "cancelled")) return;
  const [run] = await findRuns(tx, item.orgId, [item.runId]);
  if (run === undefined || (run.state !== "queued" && run.state !== "running")) return;
  const change = state === "failed" ? { state, errorDetail: reason } : { state };
  await changeRuns(tx, { orgId: item.orgId, ids: [run.id] }, change);
}
