import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { type Caller, score, signIn, storeRun, storeRuns, take, undo } from "./test-bench.ts";

let app: TestApp;
let ada: Caller;

beforeEach(async () => {
  app = await createTestApp();
  ada = await signIn(app, "ada");
});
afterEach(() => app.close());

const standing = () =>
  app.db.imageRating.findMany({ where: { revokedBy: null }, orderBy: { seq: "asc" }, select: { score: true } });
const revokes = () => app.db.imageEvent.count({ where: { kind: "revoke" } });

/** Two pictures scored one after the other. */
async function scoreTwo(): Promise<{ sessionId: string; eventIds: string[]; viewIds: string[] }> {
  await storeRuns(app, 2);
  const { id: sessionId } = await ada.open({});
  const [eventIds, viewIds]: [string[], string[]] = [[], []];
  for (const value of [1, 2]) {
    app.clock.advance(1000);
    const { viewId } = await take(ada, sessionId);
    eventIds.push((await ada.rate({ viewId, answer: score(value) })).eventId);
    viewIds.push(viewId);
  }
  return { sessionId, eventIds, viewIds };
}

const runOf = async (viewId: string | undefined) =>
  (await app.db.imageView.findFirstOrThrow({ where: { viewId: viewId ?? "", side: "output" } })).runId;

test("IM33 an undo that is sent again takes nothing more back, and names the same answer and picture", async () => {
  const { sessionId, eventIds, viewIds } = await scoreTwo();
  const undoId = randomUUID();
  const first = await ada.undo({ sessionId, undoId });
  const again = await ada.undo({ sessionId, undoId });
  for (const { undone, progress } of [first, again]) {
    expect(undone).toMatchObject({ eventId: eventIds[1], answer: "2" });
    expect(await runOf(undone?.item.viewId)).toBe(await runOf(viewIds[1]));
    expect(progress).toMatchObject({ answers: 1, waiting: 1 });
  }
  expect(again.undone?.item.tokens.output).not.toBe(first.undone?.item.tokens.output);
  expect(await standing()).toEqual([{ score: 1 }]);
  const lines = await app.db.imageEvent.findMany({ where: { kind: "revoke" }, select: { eventId: true } });
  expect(lines).toEqual([{ eventId: undoId }]);
  expect((await undo(ada, sessionId)).undone).toMatchObject({ eventId: eventIds[0], answer: "1" });
});

test("IM33 a clear that is sent again leaves the earlier score of the picture alone", async () => {
  const { viewIds } = await scoreTwo();
  const viewId = viewIds[1] ?? "";
  await ada.rate({ viewId, answer: score(5) });
  const clearId = randomUUID();
  expect(await ada.clear({ viewId, clearId })).toMatchObject({ isRevoked: true });
  expect(await ada.clear({ viewId, clearId })).toMatchObject({ isRevoked: true });
  expect(await standing()).toEqual([{ score: 1 }, { score: 2 }]);
  expect(await revokes()).toBe(1);
});

test("IM33 an id that another record has, or another person's revoke, is refused and takes nothing back", async () => {
  const { sessionId, eventIds, viewIds } = await scoreTwo();
  const taken = eventIds[0] ?? "";
  await expect(ada.undo({ sessionId, undoId: taken })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(ada.clear({ viewId: viewIds[0] ?? "", clearId: taken })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  const undoId = randomUUID();
  await ada.undo({ sessionId, undoId });
  const bo = await signIn(app, "bo");
  const { id } = await bo.open({});
  await expect(bo.undo({ sessionId: id, undoId })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  expect(await revokes()).toBe(1);
});

test("IM60 IMB16 an undone verdict or skip shows its pair with the sides as they were", async () => {
  for (let n = 0; n < 12; n += 1) {
    await storeRun(app, { id: `a${n}`, number: 2 * n + 1, input: `i${n}`, pairId: `pair-${n}` });
    await storeRun(app, { id: `b${n}`, number: 2 * n + 2, input: `i${n}`, recipe: "new", pairId: `pair-${n}` });
  }
  const { id: sessionId } = await ada.open({ mode: "pairs" });
  const sides = async (viewId: string) =>
    app.db.imageView.findMany({
      where: { viewId },
      orderBy: { side: "asc" },
      select: { side: true, runId: true, blake3: true },
    });
  const leftFirst = new Set<boolean>();
  for (let n = 0; n < 12; n += 1) {
    app.clock.advance(1000);
    const { viewId } = await take(ada, sessionId);
    const shown = await sides(viewId);
    leftFirst.add(shown.find(({ side }) => side === "left")?.runId?.startsWith("a") ?? false);
    for (const answer of [
      { kind: "skip", reason: "skip" } as const,
      { kind: "verdict", verdict: "left", ms: 900 } as const,
    ]) {
      await ada.rate({ viewId, answer });
      const { undone } = await undo(ada, sessionId);
      expect((await sides(undone?.item.viewId ?? "")).map(({ side, blake3 }) => [side, blake3])).toEqual(
        shown.map(({ side, blake3 }) => [side, blake3]),
      );
    }
    await ada.rate({ viewId, answer: { kind: "verdict", verdict: "tie", ms: 900 } });
  }
  expect(leftFirst.size).toBe(2);
});
