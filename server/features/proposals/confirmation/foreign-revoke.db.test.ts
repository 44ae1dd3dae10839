import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeRevoke } from "../../../../core/imaging/record/record.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { seedClasses } from "../../images/batches/plan-batch.ts";
import { importLog, storeImageResult } from "../../images/index.ts";
import { imageAgent, imageContext } from "../../images/test-images.ts";
import { advanceConfirmations } from "./advance.ts";
import { startConfirmation } from "./start-confirmation.ts";
import { judge, proposed, runAll, uploaded } from "./test-confirmation.ts";

let app: TestApp;
let ctx: Context;
let agentId: string;

beforeEach(async () => {
  app = await createTestApp();
  ctx = await imageContext(app);
  agentId = await imageAgent(app);
  await seedClasses(ctx);
});
afterEach(() => app.close());

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

test("TU40 IM33 no shared or imported revoke takes a verdict of a blind confirmation back, while it runs or later", async () => {
  await uploaded(app, 30);
  const proposal = await proposed(app);
  const { confirmationId } = await startConfirmation(ctx, { id: proposal.id, planned: 30 });
  await runAll(app, agentId);
  await judge(ctx, confirmationId, times(20, "candidate"));
  const verdicts = await app.db.imagePair.findMany({ where: { confirmationId } });
  const revokes = verdicts.map(({ eventId, raterId }) =>
    makeRevoke({ ts_unix_ms: 1, event_id: randomUUID(), rater_id: raterId, revokes: eventId }),
  );
  async function* log() {
    yield Buffer.from(
      revokes
        .slice(0, 10)
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(""),
    );
  }
  expect((await importLog(app, app.orgId, log())).refusedRevokes).toEqual([{ reason: "in_confirmation", count: 10 }]);
  for (const record of revokes.slice(10)) {
    const from = { orgId: app.orgId, agentId, origin: "share" as const, jobId: null };
    await transaction(app, "test.share", (tx) => storeImageResult(app, tx, { from, trial: { record } }));
  }
  expect(await app.db.imagePair.count({ where: { confirmationId, revokedBy: null } })).toBe(20);
  await judge(ctx, confirmationId, times(10, "candidate"));
  await advanceConfirmations(app);
  const ended = await app.db.imageConfirmation.findUniqueOrThrow({ where: { id: confirmationId } });
  expect(ended.state).toBe("passed");
});
