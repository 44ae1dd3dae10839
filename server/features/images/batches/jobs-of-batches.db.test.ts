import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import type { Context } from "../../../trpc/context.ts";
import { offerWork } from "../../jobs/index.ts";
import { imageAgent, imageContext } from "../test-images.ts";
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
  return blake3;
}

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
