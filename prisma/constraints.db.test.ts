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

test("IM37 a stored record, recipe text and move of a live pointer can be neither changed nor deleted", async () => {
  const at = app.clock.now();
  const { orgId } = app;
  const event = { orgId, seq: 1, identity: "line:a", kind: "rating", tsUnixMs: 0n, origin: "import" };
  await app.db.imageEvent.create({ data: { ...event, line: new Uint8Array([123, 125]), receivedAt: at } });
  const recipe = { id: "r", orgId, class: "graphic", version: 1, recipeSha: "s", toml: "", origin: "starter" };
  await app.db.imageRecipe.create({ data: { ...recipe, createdBy: "console", createdAt: at } });
  const move = { id: "m", orgId, class: "graphic", seq: 1, toSha: "s", kind: "starter", movedBy: "console", at };
  await app.db.imageRecipeMove.create({ data: move });
  await expect(app.db.imageEvent.updateMany({ data: { kind: "run" } })).rejects.toThrow("constraint");
  await expect(app.db.imageEvent.deleteMany({})).rejects.toThrow("constraint");
  await expect(app.db.imageRecipe.updateMany({ data: { toml: "x" } })).rejects.toThrow("constraint");
  await expect(app.db.imageRecipe.deleteMany({})).rejects.toThrow("constraint");
  await expect(app.db.imageRecipeMove.updateMany({ data: { toSha: "x" } })).rejects.toThrow("constraint");
  await expect(app.db.imageRecipeMove.deleteMany({})).rejects.toThrow("constraint");
  expect(await app.db.imageEvent.count({ where: { kind: "rating" } })).toBe(1);
  expect(await app.db.imageRecipe.count({ where: { toml: "" } })).toBe(1);
  expect(await app.db.imageRecipeMove.count({ where: { toSha: "s" } })).toBe(1);
});
