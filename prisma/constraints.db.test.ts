import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../server/platform/test-app.ts";

let app: TestApp;
const trial = (localId: number, changes: { stage?: number; isKept?: boolean; tuneRunId?: string } = {}) =>
  app.db.tuneTrial.create({
    data: {
      id: `t${localId}`,
      orgId: app.orgId,
      agentId: "a",
      tuneRunId: "r",
      localId,
      at: app.clock.now(),
      receivedAt: app.clock.now(),
      stage: 2,
      model: "m",
      targetContext: 4000,
      maxTokens: 64,
      isFeasible: true,
      errorCount: 0,
      requestedJson: "{}",
      flagsJson: "[]",
      contentSha256: "x",
      isKept: false,
      ...changes,
    },
    select: { id: true },
  });

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test("INV-19 a run keeps at most one Stage-2 trial, by a partial unique index", async () => {
  await trial(1, { isKept: true });
  await trial(2, { isKept: true, stage: 1 });
  await trial(3);
  await trial(4, { isKept: true, tuneRunId: "another" });
  await expect(trial(5, { isKept: true })).rejects.toThrow("Unique constraint");
  await expect(
    app.db.tuneTrial.update({ where: { id: "t3" }, data: { isKept: true }, select: { id: true } }),
  ).rejects.toThrow("Unique constraint");
  await app.db.$transaction(async (tx) => {
    await tx.tuneTrial.update({ where: { id: "t1" }, data: { isKept: false }, select: { id: true } });
    await tx.tuneTrial.update({ where: { id: "t3" }, data: { isKept: true }, select: { id: true } });
  });
});
