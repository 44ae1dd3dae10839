import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { clear, score, signIn, storeRuns, take, undo } from "./test-bench.ts";

let app: TestApp;
beforeEach(async () => {
  app = await createTestApp();
});
afterEach(() => app.close());

const told = () =>
  app.db.feedEntry.findMany({ orderBy: { seq: "asc" }, select: { topic: true, subject: true, kind: true } });

test("IM66 H-20 every answer, clear and undo is told to open pages with its change; what changed nothing is not", async () => {
  await storeRuns(app, 2);
  const ada = await signIn(app, "ada");
  const { id: sessionId } = await ada.open({});
  const { viewId } = await take(ada, sessionId);
  const pointer = { topic: "image", subject: "color-photo", kind: "rating" };
  expect(await told()).toEqual([]);
  await ada.rate({ viewId, answer: score(4) });
  expect(await told()).toEqual([pointer]);
  await clear(ada, viewId);
  await clear(ada, viewId);
  expect(await told()).toEqual([pointer, pointer]);
  await ada.rate({ viewId, answer: { kind: "skip", reason: "skip" } });
  const undoId = randomUUID();
  await ada.undo({ sessionId, undoId });
  await ada.undo({ sessionId, undoId });
  expect((await undo(ada, sessionId)).undone).toBeNull();
  expect(await told()).toEqual([pointer, pointer, pointer, pointer]);
});
