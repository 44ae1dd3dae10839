import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aRun } from "../../../../core/imaging/record/test-records.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import type { Context } from "../../../trpc/context.ts";
import { offerWork } from "../../jobs/index.ts";
import { getBatch } from "../reading/read-batches.ts";
import { storeImageResult } from "../results/store-result.ts";
import { imageAgent, imageContext, storeBlobs } from "../test-images.ts";
import { cancelBatch } from "./cancel-batch.ts";
import { pumpBatches } from "./pump.ts";
import { startBatch } from "./start-batch.ts";

let app: TestApp;
let ctx: Context;
let agentId: string;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await imageContext(app);
  agentId = await imageAgent(app);
});
afterAll(() => app.close());

async function uploaded(name: string): Promise<string> {
  const blake3 = (randomUUID() + randomUUID()).replaceAll("-", "");
  const receivedAt = app.clock.now();
  const data = { orgId: app.orgId, blake3, origin: "upload", name, bytes: 9, format: "png", receivedAt };
  await app.db.imageInput.create({ data });
  await storeBlobs(app, [blake3]);
  return blake3;
}

async function told(row: { id: string; inputBlake3: string }) {
  const { id: run_id, inputBlake3: input_blake3 } = row;
  const record = aRun({ run_id, input_blake3, class: "graphic", work_long_side: 1600 });
  const blobs = { output: record.output_blake3, before: "b".repeat(64), thumb: null };
  const from = { orgId: app.orgId, agentId, origin: "console" as const, jobId: null };
  await app.db.$transaction((tx) => storeImageResult(app, tx, { from, trial: { record, blobs } }));
  await pumpBatches(app);
}

const runsOf = (blake3: string) =>
  app.db.imageRun.findMany({ where: { inputBlake3: blake3 }, orderBy: { number: "asc" } });
const ended = (jobId: string | null, state: string) =>
  app.db.job.updateMany({ where: { id: jobId ?? "" }, data: { state } });

const start = (inputs: string[]) =>
  startBatch(ctx, { inputs, class: "graphic", preview: true, runAgain: false, requestKey: randomUUID() });

test("IM53 SE1 a picture whose long name ends in half a letter where it is cut is offered like any other", async () => {
  const { batchId } = await start([await uploaded(`${"a".repeat(199)}🍳.png`)]);
  const [job] = await app.db.job.findMany({ where: { paramsJson: { contains: batchId } } });
  const { name } = JSON.parse(job?.paramsJson ?? "{}").inputs[0];
  expect([name.length, name.isWellFormed()]).toEqual([200, true]);
  const host = { id: agentId, orgId: app.orgId };
  expect((await offerWork(app, { host, busyWith: [], canTakeJob: true }))?.job).toBe(job?.id);
});

test("IM52 an equal run that a job has already is returned to a second batch, and both end with it", async () => {
  const blake3 = await uploaded("one.png");
  const [first, second] = [await start([blake3]), await start([blake3])];
  const runs = await runsOf(blake3);
  expect(runs).toHaveLength(1);
  expect(await getBatch(ctx, { id: second.batchId })).toMatchObject({ state: "running", reused: 1, done: 0 });
  for (const run of runs) await told(run);
  for (const { batchId } of [first, second]) {
    expect(await getBatch(ctx, { id: batchId })).toMatchObject({ state: "done", done: 1, failed: 0 });
  }
});

test("IM52 IM53 a shared run that its job did not bring ends both batches with the reason", async () => {
  const blake3 = await uploaded("one.png");
  const [first, second] = [await start([blake3]), await start([blake3])];
  const [run] = await runsOf(blake3);
  await ended(run?.jobId ?? null, "LOST");
  await pumpBatches(app);
  const failures = [{ blake3, reason: "the job ended without this result (lost)" }];
  for (const { batchId } of [first, second]) {
    expect(await getBatch(ctx, { id: batchId })).toMatchObject({ state: "done", failed: 1, failures });
  }
  expect(await runsOf(blake3)).toMatchObject([{ state: "failed" }]);
});

test("IM52 IM53 who cancels the batch that has the run does not cancel the other batch, which gets a run of its own", async () => {
  const blake3 = await uploaded("one.png");
  const [first, second] = [await start([blake3]), await start([blake3])];
  await cancelBatch(ctx, { id: first.batchId });
  expect(await getBatch(ctx, { id: first.batchId })).toMatchObject({ state: "cancelled", cancelled: 1 });
  expect(await getBatch(ctx, { id: second.batchId })).toMatchObject({ state: "running", reused: 0, cancelled: 0 });
  const runs = await runsOf(blake3);
  expect(runs).toMatchObject([{ state: "cancelled" }, { state: "queued", batchId: second.batchId }]);
  for (const run of runs.slice(1)) await told(run);
  expect(await getBatch(ctx, { id: second.batchId })).toMatchObject({ state: "done", done: 1 });
});

test("IM52 IM53 who cancels a batch that waits for another batch's run ends it at once, and the run goes on", async () => {
  const blake3 = await uploaded("one.png");
  const [first, second] = [await start([blake3]), await start([blake3])];
  await cancelBatch(ctx, { id: second.batchId });
  expect(await getBatch(ctx, { id: second.batchId })).toMatchObject({ state: "cancelled", cancelled: 1 });
  for (const run of await runsOf(blake3)) await told(run);
  expect(await getBatch(ctx, { id: first.batchId })).toMatchObject({ state: "done", done: 1 });
});

const hosts = (state: "ACTIVE" | "REVOKED") => app.db.agent.updateMany({ data: { state } });

test("IM52 two batches that wait for a machine share one run of a picture, and both end with it", async () => {
  const blake3 = await uploaded("one.png");
  await hosts("REVOKED");
  const [first, second] = [await start([blake3]), await start([blake3])];
  await hosts("ACTIVE");
  await pumpBatches(app);
  const runs = await runsOf(blake3);
  expect(runs).toMatchObject([{ batchId: first.batchId, jobId: expect.any(String) }]);
  for (const run of runs) await told(run);
  for (const { batchId } of [first, second]) {
    expect(await getBatch(ctx, { id: batchId })).toMatchObject({ state: "done", done: 1, failed: 0 });
  }
});

test("IM52 IM53 who cancels a batch that waits for a machine leaves the other one a run of its own", async () => {
  const blake3 = await uploaded("one.png");
  await hosts("REVOKED");
  const [first, second] = [await start([blake3]), await start([blake3])];
  await cancelBatch(ctx, { id: first.batchId });
  await hosts("ACTIVE");
  await pumpBatches(app);
  const runs = await runsOf(blake3);
  expect(runs).toMatchObject([{ state: "cancelled" }, { state: "queued", batchId: second.batchId }]);
  for (const run of runs.slice(1)) await told(run);
  expect(await getBatch(ctx, { id: second.batchId })).toMatchObject({ state: "done", done: 1 });
});

test("IM52 IM53 a shared run whose job ends without it ends both batches, also where it was shared before it had a job", async () => {
  const blake3 = await uploaded("one.png");
  await hosts("REVOKED");
  const [first, second] = [await start([blake3]), await start([blake3])];
  await hosts("ACTIVE");
  await pumpBatches(app);
  await ended((await runsOf(blake3))[0]?.jobId ?? null, "LOST");
  await pumpBatches(app);
  for (const { batchId } of [first, second]) {
    expect(await getBatch(ctx, { id: batchId })).toMatchObject({ state: "done", failed: 1 });
  }
});

test("IM53 a picture whose class comes when its batch is cancelled already is cancelled too, and the batch ends", async () => {
  const blake3 = await uploaded("one.png");
  const asked = { inputs: [blake3], class: null, preview: true, runAgain: false, requestKey: randomUUID() };
  const { batchId } = await startBatch(ctx, asked);
  const of = { batchId, orgId: app.orgId };
  const [item] = await app.db.imageBatchItem.findMany({ where: of, select: { jobId: true } });
  await ended(item?.jobId ?? null, "RUNNING");
  await cancelBatch(ctx, { id: batchId });
  await app.db.imageBatchItem.updateMany({ where: of, data: { step: "classified" } });
  await pumpBatches(app);
  await pumpBatches(app);
  expect(await getBatch(ctx, { id: batchId })).toMatchObject({ state: "cancelled", cancelled: 1 });
});
