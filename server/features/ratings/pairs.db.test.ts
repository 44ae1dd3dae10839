import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { type Caller, countedVerdicts, seedColorPhoto, signIn, storeRun, storeRuns, take, undo } from "./test-bench.ts";

let app: TestApp;
let ada: Caller;

beforeEach(async () => {
  app = await createTestApp();
  ada = await signIn(app, "ada");
});
afterEach(() => app.close());

describe("pairs", () => {
  test("IMB16 over 400 pairs the sides are balanced, as stored, and the verdict keeps who stood left", async () => {
    await app.db.imageClass.create({
      data: {
        orgId: app.orgId,
        label: "color-photo",
        definition: "",
        origin: "built_in",
        liveSha: Buffer.from("live").toString("hex").padEnd(64, "0"),
        createdBy: "test",
        createdAt: app.clock.now(),
      },
    });
    for (let index = 0; index < 400; index += 1) {
      const input = `i${index}`;
      await storeRun(app, { id: `a${index}`, number: 2 * index + 1, input, pairId: `pair-${index}` });
      await storeRun(app, { id: `b${index}`, number: 2 * index + 2, input, recipe: "new", pairId: `pair-${index}` });
    }
    const { id: sessionId } = await ada.open({ mode: "pairs" });
    const held: string[] = [];
    for (let index = 0; index < 40; index += 1) {
      const { items } = await ada.next({ sessionId, count: 4 });
      for (const { viewId } of items) {
        await ada.rate({ viewId, answer: { kind: "verdict", verdict: "left", ms: 900 } });
        held.push(viewId);
      }
    }
    const rows = await app.db.imagePair.findMany({
      select: { shownLeft: true, leftRun: true },
    });
    expect(rows.length).toBeGreaterThan(140);
    expect(rows.every((row) => (row.shownLeft === "live") === row.leftRun.startsWith("a"))).toBe(true);
    const live = rows.filter(({ shownLeft }) => shownLeft === "live").length / rows.length;
    expect(live).toBeGreaterThan(0.4);
    expect(live).toBeLessThan(0.6);
  });

  test("IM65 where 20 scores of a class, whoever gave them, have two values, its bench opens in pairs unless it is asked for scores", async () => {
    for (let n = 0; n < 20; n += 1) {
      await storeRun(app, { id: `a${n}`, number: 2 * n + 1, input: `i${n}`, pairId: `pair-${n}` });
      await storeRun(app, { id: `b${n}`, number: 2 * n + 2, input: `i${n}`, recipe: "new", pairId: `pair-${n}` });
    }
    const told = { orgId: app.orgId, isBlind: true, join: "run", class: "color-photo", receivedAt: app.clock.now() };
    const scored = (n: number, value: number) => ({
      ...{ ...told, eventId: `e${n}`, seq: n, runId: `a${n}`, inputBlake3: `i${n}`, raterId: `r${n % 2}` },
      ...{ score: value, tsUnixMs: BigInt(n) },
    });
    const openFor = async (choice: { class: string | null; mode?: "scores" }) => {
      const { mode, suggestedMode } = await ada.open(choice);
      return [mode, suggestedMode];
    };
    await app.db.imageRating.createMany({ data: Array.from({ length: 19 }, (_, n) => scored(n, 3 + (n % 2))) });
    expect(await openFor({ class: "color-photo" })).toEqual(["scores", "scores"]);
    await app.db.imageRating.create({ data: scored(19, 4) });
    expect(await openFor({ class: "color-photo" })).toEqual(["pairs", "pairs"]);
    expect(await openFor({ class: null })).toEqual(["pairs", "pairs"]);
    expect(await openFor({ class: "color-photo", mode: "scores" })).toEqual(["scores", "pairs"]);
    await app.db.imageRun.updateMany({ data: { pairId: null } });
    expect(await openFor({ class: "color-photo" })).toEqual(["scores", "scores"]);
  });

  test("TU9 IM63 a verdict makes both runs of its pair rated ones, as the tuner counts them", async () => {
    await seedColorPhoto(app);
    for (let n = 0; n < 6; n += 1) {
      await storeRun(app, { id: `a${n}`, number: 2 * n + 1, input: `i${n}`, pairId: `pair-${n}` });
      await storeRun(app, { id: `b${n}`, number: 2 * n + 2, input: `i${n}`, recipe: "new", pairId: `pair-${n}` });
    }
    const { id: sessionId } = await ada.open({ mode: "pairs" });
    const effects = [];
    for (let n = 0; n < 6; n += 1) {
      const { viewId } = await take(ada, sessionId);
      const { effect } = await ada.rate({ viewId, answer: { kind: "verdict", verdict: "tie", ms: 900 } });
      effects.push([effect.ratedRuns, effect.argumentSets]);
    }
    expect(effects.slice(4)).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect((await ada.classes({})).classes).toMatchObject([{ class: "color-photo", ratedRuns: 2, neededRuns: 20 }]);
  });

  /** A sitting of ada whose next answer counts. */
  async function pastWarmUp(mode: "scores" | "pairs") {
    const session = await ada.open({ mode });
    await app.db.imageRatingSession.update({ where: { id: session.id }, data: { answers: 5 } });
    return session;
  }

  test("TU40 a verdict that is changed or sent twice counts once; every event is kept", async () => {
    await seedColorPhoto(app);
    await storeRun(app, { id: "a", number: 1, input: "i", pairId: "pair" });
    await storeRun(app, { id: "b", number: 2, input: "i", recipe: "new", pairId: "pair" });
    const { id: sessionId } = await pastWarmUp("pairs");
    const { viewId } = await take(ada, sessionId);
    for (const verdict of ["left", "left", "tie"] as const) {
      await ada.rate({ viewId, answer: { kind: "verdict", verdict, ms: 900 } });
    }
    expect(await countedVerdicts(app)).toEqual({ verdicts: 1, wins: 0, ties: 1 });
    expect(await app.db.imageEvent.count({ where: { kind: "pair" } })).toBe(3);
  });

  test("IM33 TC22 a verdict that changed another and is taken back lets the earlier hold again, and the sitting keeps its answer", async () => {
    await seedColorPhoto(app);
    await storeRun(app, { id: "a", number: 1, input: "i", pairId: "pair" });
    await storeRun(app, { id: "b", number: 2, input: "i", recipe: "new", pairId: "pair" });
    const { id: sessionId } = await pastWarmUp("pairs");
    const { viewId } = await take(ada, sessionId);
    const say = (verdict: "left" | "tie") => ada.rate({ viewId, answer: { kind: "verdict", verdict, ms: 900 } });
    await say("left");
    await say("tie");
    const takeBack = () => undo(ada, sessionId);
    expect(await takeBack()).toMatchObject({ undone: { answer: "tie" }, progress: { answers: 6, waiting: 0 } });
    expect(await countedVerdicts(app)).toEqual({ verdicts: 1, wins: 1, ties: 0 });
    expect(await takeBack()).toMatchObject({ undone: { answer: "left" }, progress: { answers: 5, waiting: 1 } });
    expect(await countedVerdicts(app)).toMatchObject({ verdicts: 0 });
    expect(await app.db.imageEvent.count({ where: { kind: "revoke" } })).toBe(2);
  });

  test("TU29 a picture held on the bench is not offered twice", async () => {
    await storeRuns(app, 8);
    const { id: sessionId } = await ada.open({});
    const first = await ada.next({ sessionId, count: 4 });
    const second = await ada.next({ sessionId, count: 4, held: first.items.map(({ viewId }) => viewId) });
    const views = await app.db.imageView.findMany({ where: { side: "output" }, select: { runId: true } });
    expect(views.length).toBe(first.items.length + second.items.length);
    expect(new Set(views.map(({ runId }) => runId)).size).toBe(views.length);
  });
});
