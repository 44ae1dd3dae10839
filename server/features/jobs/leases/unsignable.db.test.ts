import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requestedTune, storedAgent, testContext } from "../../../agent-plane/test-fleet.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { createJob } from "../create-job.ts";
import { findJob, transitionsOf } from "../repo.ts";
import { offerWork } from "./grant.ts";

let app: TestApp;
let ctx: Context;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await testContext(app);
});
afterAll(() => app.close());

const HALF_A_LETTER = "\ud83d";

test("T13 a stored job that cannot be signed ends alone with its reason, and the job behind it is offered in the same poll", async () => {
  const agentId = await storedAgent(app);
  const host = { id: agentId, orgId: app.orgId };
  const broken = await requestedTune(ctx, agentId, { flags: { "target-context": "101" } });
  app.clock.advance(1);
  const next = await requestedTune(ctx, agentId, { flags: { "target-context": "102" } });
  const paramsJson = JSON.stringify({ inputs: [{ name: HALF_A_LETTER }] });
  await app.db.job.update({ where: { id: broken.jobId }, data: { kind: "image-run", paramsJson } });
  expect((await offerWork(app, { host, busyWith: [], canTakeJob: true }))?.job).toBe(next.jobId);
  const ended = await findJob(app.db, { id: broken.jobId, orgId: app.orgId });
  const outcomeNote = "its parameters cannot be signed";
  expect(ended).toMatchObject({ state: "REFUSED", exitReason: "unsignable", outcomeNote });
  expect((await transitionsOf(app.db, app.orgId, broken.jobId)).at(-1)).toMatchObject({ from: "QUEUED", rule: "T13" });
});

test("SE1 T13 a job that could never be signed is refused when it is asked for, and nothing is written", async () => {
  const agentId = await storedAgent(app);
  const wish = {
    orgId: app.orgId,
    agentId,
    kind: "image-run" as const,
    params: { inputs: [{ name: HALF_A_LETTER }] },
    requestedBy: "Ada",
    actor: "a",
    address: null,
    requestKey: randomUUID(),
    retryOf: null,
    label: "images 1",
  };
  const asked = transaction(app, "test.create", (tx) => createJob(app, tx, wish));
  await expect(asked).rejects.toMatchObject({ code: "BAD_INPUT" });
  expect(await app.db.job.count({ where: { agentId } })).toBe(0);
});
