import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { type Caller, signIn, storeAll, take } from "./test-bench.ts";

let app: TestApp;
let ada: Caller;
beforeEach(async () => {
  app = await createTestApp();
  ada = await signIn(app, "ada");
});
afterEach(() => app.close());

/** Both runs of as many pairs, numbered from `from` on. */
const pairs = (count: number, from = 0, label = "color-photo") =>
  Array.from({ length: count }, (_, index) => from + index).flatMap((n) => {
    const of = { input: `i${n}`, pairId: `pair-${n}`, class: label };
    return [
      { id: `a${n}`, number: 2 * n + 1, ...of },
      { id: `b${n}`, number: 2 * n + 2, recipe: "new", ...of },
    ];
  });
const skip = (reason: "skip" | "cannot_judge" | "unusable") => ({ kind: "skip" as const, reason });
const listed = async (label = "color-photo") => (await ada.classes({})).classes.find((one) => one.class === label);

test("IM63 a class whose pictures came after 5,000 others is listed with what waits of it, and no count stops there", async () => {
  const old = Array.from({ length: 5010 }, (_, n) => ({ id: `old-${n}`, number: n + 1 }));
  const fresh = [1, 2].map((n) => ({ id: `new-${n}`, number: 6000 + n, class: "line-art" }));
  await storeAll(app, [...old, ...fresh]);
  expect((await ada.classes({})).classes.map((one) => [one.class, one.waiting.scores])).toEqual([
    ["color-photo", 5010],
    ["line-art", 2],
  ]);
  expect((await ada.open({ mode: "scores" })).progress.waiting).toBe(5012);
  expect((await ada.open({ mode: "scores", class: "line-art" })).progress.waiting).toBe(2);
});

test("IM65 IM57 pairs that are judged take no place of newer ones: behind thousands of them the new pairs are offered, and the class still opens in pairs", async () => {
  const judged = 2600;
  await storeAll(app, pairs(judged + 2));
  const told = { orgId: app.orgId, class: "color-photo", raterId: "ada", receivedAt: app.clock.now(), tsUnixMs: 1n };
  const verdict = { verdict: "left", shownLeft: "none", ms: 1 };
  await app.db.imagePair.createMany({
    data: Array.from({ length: judged }, (_, n) => {
      const [leftRun, rightRun] = n % 2 === 0 ? [`a${n}`, `b${n}`] : [`b${n}`, `a${n}`];
      return { ...told, ...verdict, eventId: randomUUID(), seq: n, leftRun, rightRun };
    }),
  });
  await app.db.imageRating.createMany({
    data: Array.from({ length: 20 }, (_, n) => ({
      ...{ ...told, eventId: `e${n}`, seq: n, runId: `a${n}`, inputBlake3: `i${n}`, raterId: "bo" },
      ...{ score: 3, isBlind: true, join: "run" },
    })),
  });
  const session = await ada.open({ class: "color-photo" });
  expect(session).toMatchObject({ mode: "pairs", progress: { waiting: 2 } });
  expect(await listed()).toMatchObject({ suits: "pairs", waiting: { pairs: 2 } });
  const { viewId } = await take(ada, session.id);
  const { pairId } = await app.db.imageView.findFirstOrThrow({ where: { viewId, side: "left" } });
  expect([`pair-${judged}`, `pair-${judged + 1}`]).toContain(pairId);
});

test("IM63 IM34 the list of classes counts what the bench counts, by scores and in pairs: without what was set aside, a plain skip until the sitting ends", async () => {
  await storeAll(app, pairs(6));
  for (const mode of ["scores", "pairs"] as const) {
    const { id: sessionId } = await ada.open({ mode, class: "color-photo" });
    const before = (await listed())?.waiting[mode] ?? 0;
    for (const answer of [skip("cannot_judge"), skip("skip"), skip("unusable")]) {
      app.clock.advance(1000);
      await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer });
      const { progress } = await ada.open({ mode, class: "color-photo" });
      expect((await listed())?.waiting[mode]).toBe(progress.waiting);
      expect(progress.waiting).toBeLessThan(before);
    }
    const during = (await listed())?.waiting[mode] ?? 0;
    app.clock.advance(31 * 60_000);
    const after = (await listed())?.waiting[mode];
    expect((await ada.open({ mode, class: "color-photo" })).progress.waiting).toBe(after);
    expect(after).toBeGreaterThan(during);
  }
});

test("IM57 IM60 only two results of one picture and one class wait as a pair", async () => {
  await storeAll(app, [
    ...pairs(1),
    { id: "c", number: 50, input: "one", pairId: "crossed" },
    { id: "d", number: 51, input: "two", pairId: "crossed" },
    { id: "e", number: 52, pairId: "alone" },
  ]);
  expect((await ada.open({ mode: "pairs" })).progress.waiting).toBe(1);
});
