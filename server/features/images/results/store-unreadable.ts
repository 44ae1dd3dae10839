import type { JobUnreadable } from "../../../../core/contract/v1/events.ts";
import { inputProblem } from "../../../../core/imaging/record/input-problem.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { changeItem, itemsOfJob } from "../batches/batch-repo.ts";
import { noteProblem } from "../inputs/input-repo.ts";

/** IM45, IM53: why an agent could not read an input of its job, on the picture and on the batch's own item, which ends with its job: another attempt may still read it. Telling it twice changes nothing; of an input the job was not asked for, nothing is kept. */
export async function storeUnreadable(
  app: App,
  tx: Tx,
  { job, told }: { job: { id: string; orgId: string }; told: JobUnreadable },
): Promise<void> {
  const { orgId, id: jobId } = job;
  const { blake3 } = told;
  const items = await itemsOfJob(tx, { orgId, jobId, inputBlake3: blake3 });
  if (items.length === 0) return;
  const problem = inputProblem(told.reason, told.detail);
  for (const item of items) {
    if (item.step === "classify" && item.state === "sent") await changeItem(tx, item, { reason: problem });
  }
  await noteProblem(tx, { orgId, blake3 }, problem);
  await publish(tx, { orgId, at: app.clock.now(), topic: "image", subject: "inputs", kind: "input" });
}
