import { randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import type { Context } from "../../trpc/context.ts";
import { cancelBatch } from "./batches/cancel-batch.ts";
import { planBatch } from "./batches/plan-batch.ts";
import { startBatch } from "./batches/start-batch.ts";
import { correctClass } from "./classes/correct-class.ts";
import { flagInputs } from "./inputs/flag-inputs.ts";
import { flagUnusable, takeFlagBack } from "./inputs/flag-repo.ts";
import { listBatches } from "./reading/read-batches.ts";
import { imageContext, storeBlobs } from "./test-images.ts";

let app: TestApp;
let ctx: Context;

beforeEach(async () => {
  app = await createTestApp();
  ctx = await imageContext(app);
});
afterEach(() => app.close());

async function uploaded(count: number): Promise<string[]> {
  const hashes = Array.from({ length: count }, (_, place) => place.toString(16).padStart(64, "0"));
  await app.db.imageInput.createMany({
    data: hashes.map((blake3) => ({ orgId: app.orgId, blake3, origin: "upload", receivedAt: app.clock.now() })),
  });
  await storeBlobs(app, hashes);
  return hashes;
}

// Thousands of rows: half a minute and more on a busy machine.
test("IM12 IM55 a correction of 2,500 pictures goes in five commits, each whole: an event a picture and the batch of its runs", {
  timeout: 300_000,
}, async () => {
  const inputs = await uploaded(2500);
  const commits: string[] = [];
  const forget = app.bus.listen(() => commits.push("commit"));
  const made = await correctClass(ctx, { inputs: [...inputs, inputs[0] ?? ""], class: "receipt" });
  forget();
  expect(made.corrected).toBe(2500);
  expect(commits.length).toBeGreaterThanOrEqual(5);
  expect(await app.db.imageEvent.count({ where: { kind: "correction", class: "receipt" } })).toBe(2500);
  expect(await app.db.imageInput.count({ where: { class: "receipt", classBy: "correction" } })).toBe(2500);
  const batches = (await listBatches(ctx)).rows.filter(({ class: label }) => label === "receipt");
  expect(batches.map(({ total }) => total)).toEqual([500, 500, 500, 500, 500]);
  expect(await correctClass(ctx, { inputs, class: "receipt" })).toEqual({ corrected: 0, batchId: null });
});

test("IM53 a batch that was stored is answered as stored where the disk takes no recipe text afterwards", async () => {
  const inputs = await uploaded(1);
  rmSync(app.blobs.paths.incoming, { recursive: true });
  writeFileSync(app.blobs.paths.incoming, "no folder");
  const requestKey = randomUUID();
  const asked = { inputs, class: "receipt", preview: true, runAgain: false, requestKey };
  const { batchId } = await startBatch(ctx, asked);
  expect((await listBatches(ctx)).rows).toMatchObject([{ id: batchId, state: "queued", total: 1 }]);
  expect((await startBatch(ctx, asked)).batchId).toBe(batchId);
});

test("H-25 IM53 an open batch is listed and can be cancelled behind any number of newer ones that ended", async () => {
  const inputs = await uploaded(7);
  const batches: string[] = [];
  for (const one of inputs) {
    const asked = { inputs: [one], class: "receipt", preview: true, runAgain: false, requestKey: randomUUID() };
    batches.push((await startBatch(ctx, asked)).batchId);
  }
  const [oldest = "", second = "", ...newer] = batches;
  const endedAt = app.clock.now();
  await app.db.imageBatch.updateMany({ where: { id: { in: [second, ...newer] } }, data: { endedAt } });
  const listed = async () => (await listBatches(ctx)).rows.map(({ id }) => id);
  expect(await listed()).toEqual([...newer].reverse().concat(oldest));
  await cancelBatch(ctx, { id: oldest });
  expect(await listed()).toEqual([...newer].reverse());
});

test("IM53 a picture whose bytes are gone is refused with its reason, in the plan, the batch and a correction", async () => {
  const inputs = await uploaded(3);
  const [gone = ""] = inputs;
  await app.db.imageBlob.deleteMany({ where: { orgId: app.orgId, blake3: gone } });
  const refused = [{ blake3: gone, reason: "its pixels are not here any more; upload it again" }];
  const asked = { inputs, class: "receipt", preview: true, runAgain: false };
  expect(await planBatch(ctx, asked)).toMatchObject({ count: 2, refused });
  await startBatch(ctx, { ...asked, requestKey: randomUUID() });
  await expect(startBatch(ctx, { ...asked, inputs: [gone], requestKey: randomUUID() })).rejects.toThrow(
    "upload it again",
  );
  expect((await correctClass(ctx, { inputs, class: "graphic" })).corrected).toBe(3);
  const { rows } = await listBatches(ctx);
  expect(rows.map((row) => [row.total, row.refused])).toEqual([
    [2, refused],
    [2, refused],
  ]);
  expect(await app.db.imageBatchItem.count({ where: { inputBlake3: gone } })).toBe(0);
});

test("IM34 IM55 a selection's flag and a rater's are two; who says usable clears both", async () => {
  const inputs = await uploaded(2);
  const [first = ""] = inputs;
  const unusable = () => app.db.imageInput.count({ where: { isUnusable: true } });
  await flagInputs(ctx, { inputs, isUnusable: true });
  await flagInputs(ctx, { inputs, isUnusable: true });
  const flag = { orgId: app.orgId, flagId: "event" };
  await flagUnusable(app.db, { ...flag, hashes: [first], by: "bo", at: app.clock.now() });
  await takeFlagBack(app.db, { ...flag, blake3: first });
  expect([await unusable(), await app.db.imageInputFlag.count()]).toEqual([2, 2]);
  await flagInputs(ctx, { inputs, isUnusable: false });
  expect([await unusable(), await app.db.imageInputFlag.count()]).toEqual([0, 0]);
});

test("H-32 IM55 a marking names the pictures that were otherwise before, so that its undo leaves older marks alone", async () => {
  const inputs = await uploaded(3);
  const [first = "", ...others] = inputs;
  expect((await flagInputs(ctx, { inputs: [first], isUnusable: true })).changed).toEqual([first]);
  const { flagged, changed } = await flagInputs(ctx, { inputs, isUnusable: true });
  expect([flagged, changed.toSorted()]).toEqual([3, others]);
  await flagInputs(ctx, { inputs: changed, isUnusable: false });
  const left = await app.db.imageInput.findMany({ where: { isUnusable: true }, select: { blake3: true } });
  expect(left).toEqual([{ blake3: first }]);
});
