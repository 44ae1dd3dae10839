import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { lookUpView } from "./index.ts";
import {
  type Caller,
  clear,
  score,
  seedColorPhoto,
  signIn,
  signInAgain,
  storeRun,
  storeRuns,
  take,
  undo,
  warmUp,
} from "./test-bench.ts";

let app: TestApp;
let ada: Caller;

beforeEach(async () => {
  app = await createTestApp();
  ada = await signIn(app, "ada");
});
afterEach(() => app.close());

const standing = () =>
  app.db.imageRating.findMany({ where: { revokedBy: null }, select: { runId: true, score: true, isWarmUp: true } });

describe("answers", () => {
  test("TC22 a revoke restores the earlier score", async () => {
    await storeRuns(app, 6);
    const { id: sessionId } = await ada.open({});
    await warmUp(ada, sessionId);
    const { viewId } = await take(ada, sessionId);
    await ada.rate({ viewId, answer: score(4) });
    await ada.rate({ viewId, answer: score(2) });
    const mean = async () => (await ada.distribution({})).rows[0]?.mean;
    expect(await mean()).toBe(2);
    await clear(ada, viewId);
    expect(await mean()).toBe(4);
    await clear(ada, viewId);
    expect(await mean()).toBeUndefined();
    expect(await clear(ada, viewId)).toMatchObject({ isRevoked: false });
  });

  test("TC22, IM64 skip, cannot judge, unusable and the warm-up change no mean", async () => {
    await storeRuns(app, 13);
    const { id: sessionId } = await ada.open({});
    await warmUp(ada, sessionId);
    await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: score(5) });
    for (const reason of ["skip", "cannot_judge", "unusable"] as const) {
      await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: { kind: "skip", reason } });
    }
    expect((await ada.distribution({})).rows).toMatchObject([{ counts: [0, 0, 0, 0, 1], mean: 5 }]);
    // A hidden repeat asks for a picture again, so pictures are counted and not answers.
    const events = await app.db.imageEvent.findMany({
      where: { kind: { in: ["rating", "skip"] } },
      select: { runId: true },
    });
    const answered = new Set(events.map(({ runId }) => runId));
    expect((await ada.open({})).progress).toMatchObject({ answers: 9, waiting: 13 - answered.size });
  });

  test("IM34 an undone unusable takes one's own flag back, never another person's", async () => {
    await storeRuns(app, 1);
    const blake3 = (await app.db.imageRun.findFirstOrThrow({ select: { inputBlake3: true } })).inputBlake3;
    const at = app.clock.now();
    await app.db.imageInput.create({ data: { orgId: app.orgId, blake3, origin: "upload", receivedAt: at } });
    const isUnusable = async () => (await app.db.imageInput.findFirst({ select: { isUnusable: true } }))?.isUnusable;
    const bo = await signIn(app, "bo");
    const [adas, bos] = [await ada.open({}), await bo.open({})];
    const views = [await take(ada, adas.id), await take(bo, bos.id)];
    for (const [place, who] of [ada, bo].entries()) {
      const viewId = views[place]?.viewId ?? "";
      await who.rate({ viewId, answer: { kind: "skip", reason: "unusable" } });
    }
    await undo(ada, adas.id);
    expect(await isUnusable()).toBe(true);
    await undo(bo, bos.id);
    expect(await isUnusable()).toBe(false);
  });

  test("TC22 one call scores one picture: lists and foreign views are refused", async () => {
    await storeRuns(app, 3);
    const { id: sessionId } = await ada.open({});
    const { viewId } = await take(ada, sessionId);
    const many: unknown = { viewId: [viewId, viewId], answer: score(5) };
    const extra: unknown = { viewId, runIds: ["run-1", "run-2"], answer: score(5) };
    for (const input of [many, extra]) {
      await expect(Reflect.apply(ada.rate, ada, [input])).rejects.toMatchObject({ code: "BAD_REQUEST" });
    }
    const bo = await signIn(app, "bo");
    await expect(bo.rate({ viewId, answer: score(5) })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(ada.rate({ viewId, answer: score(6) })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await standing()).toEqual([]);
  });

  test("IMB13 undo takes back 25 answers one by one, after a reload too, and keeps every event", async () => {
    await storeRuns(app, 25);
    const { id: sessionId } = await ada.open({});
    for (let index = 0; index < 25; index += 1) {
      app.clock.advance(1000);
      await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: score((index % 5) + 1) });
    }
    const given = (await standing()).length;
    expect(given).toBeGreaterThanOrEqual(23);
    const undone: string[] = [];
    for (let index = 0; index < 25; index += 1) {
      const { id } = await ada.open({});
      const { undone: one } = await undo(ada, id);
      if (one !== null) undone.push(one.answer);
    }
    expect(undone).toEqual(Array.from({ length: 25 }, (_, index) => String(((24 - index) % 5) + 1)));
    expect(await undo(ada, sessionId)).toMatchObject({ undone: null, progress: { answers: 0, waiting: 25 } });
    expect(await standing()).toEqual([]);
    expect(await app.db.imageEvent.count({ where: { kind: "rating" } })).toBe(25);
    expect(await app.db.imageEvent.count({ where: { kind: "revoke" } })).toBe(25);
  });

  test("IM64 the first five answers warm up and count for no class; the record says so", async () => {
    await seedColorPhoto(app);
    await storeRuns(app, 7);
    const { id: sessionId } = await ada.open({});
    const effects = [];
    for (let index = 0; index < 7; index += 1) {
      const { effect } = await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: score(3) });
      effects.push(effect.ratedRuns);
    }
    expect(effects.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 1]);
    const lines = await app.db.imageEvent.findMany({ orderBy: { seq: "asc" }, select: { line: true } });
    const warm = lines.map(({ line }) => new TextDecoder().decode(line).includes('"warmup":true'));
    expect(warm).toEqual([true, true, true, true, true, false, false]);
  });

  test("IM64 an undone answer of an earlier sitting lowers that sitting's count, not the one that takes it back", async () => {
    await storeRuns(app, 9);
    const { id: first } = await ada.open({});
    await ada.rate({ viewId: (await take(ada, first)).viewId, answer: score(2) });
    await ada.rate({ viewId: (await take(ada, first)).viewId, answer: { kind: "skip", reason: "skip" } });
    app.clock.advance(31 * 60_000);
    const { id: second } = await ada.open({});
    await ada.rate({ viewId: (await take(ada, second)).viewId, answer: score(3) });
    const answers = async () => {
      const rows = await app.db.imageRatingSession.findMany({ select: { id: true, answers: true } });
      return [first, second].map((id) => rows.find((row) => row.id === id)?.answers);
    };
    const counts = [await answers()];
    for (let n = 0; n < 3; n += 1) {
      app.clock.advance(1000);
      await undo(ada, second);
      counts.push(await answers());
    }
    expect(counts).toEqual([
      [2, 1],
      [2, 0],
      [1, 0],
      [0, 0],
    ]);
  });

  test("IM33 IM64 undoing a changed score restores the earlier one, costs the sitting no answer, and scoring again is no repeat", async () => {
    await storeRuns(app, 7);
    const { id: sessionId } = await ada.open({});
    await warmUp(ada, sessionId);
    const { viewId } = await take(ada, sessionId);
    await ada.rate({ viewId, answer: score(4) });
    await ada.rate({ viewId, answer: score(2) });
    const { undone, progress } = await undo(ada, sessionId);
    expect(progress.answers).toBe(6);
    expect((await standing()).at(-1)).toMatchObject({ score: 4 });
    const again = await ada.rate({ viewId: undone?.item.viewId ?? "", answer: score(3) });
    expect(again.progress.answers).toBe(6);
    expect(await app.db.imageRating.count({ where: { isRepeat: true } })).toBe(0);
  });

  test("IM57 pass-through runs are never offered", async () => {
    await storeRun(app, { id: "run-1", number: 1, notRateable: "pass_through" });
    const { id: sessionId } = await ada.open({});
    expect(await ada.next({ sessionId, count: 4 })).toEqual({ items: [], end: "empty" });
  });
});

describe("blind views", () => {
  test("IM59 a token opens one picture for its own sign-in and for 30 minutes", async () => {
    await storeRuns(app, 1);
    const { id: sessionId } = await ada.open({});
    const { tokens } = await take(ada, sessionId);
    const token = tokens.output ?? "";
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    const found = await lookUpView(app, { token, sessionId: "session of ada" });
    const run = await app.db.imageRun.findFirstOrThrow({ select: { outputBlake3: true } });
    expect(found?.blobHash).toBe(run.outputBlake3);
    expect(await lookUpView(app, { token, sessionId: "session of bo" })).toBeNull();
    app.clock.advance(30 * 60_000);
    expect(await lookUpView(app, { token, sessionId: "session of ada" })).toBeNull();
  });

  test("IM59 a rater who comes back later or signs in anew sees the same picture after asking again", async () => {
    await storeRuns(app, 1);
    const { id: sessionId } = await ada.open({});
    const { tokens, viewId } = await take(ada, sessionId);
    const token = tokens.output ?? "";
    app.clock.advance(30 * 60_000);
    await ada.renew({ viewIds: [viewId] });
    app.clock.advance(30 * 60_000 - 1);
    expect(await lookUpView(app, { token, sessionId: "session of ada" })).not.toBeNull();
    app.clock.advance(1);
    expect(await lookUpView(app, { token, sessionId: "session of ada" })).toBeNull();
    await (await signInAgain(app, "ada")).renew({ viewIds: [viewId] });
    expect(await lookUpView(app, { token, sessionId: "next session of ada" })).not.toBeNull();
    expect(await lookUpView(app, { token, sessionId: "session of ada" })).toBeNull();
  });

  test("IM59 nobody renews what another rater was shown, and nothing of such a call is kept", async () => {
    await storeRuns(app, 1);
    const bo = await signIn(app, "bo");
    const { viewId, tokens } = await take(ada, (await ada.open({})).id);
    const { viewId: own } = await take(bo, (await bo.open({})).id);
    const before = await app.db.imageView.findMany({ orderBy: { tokenSha256: "asc" } });
    app.clock.advance(1000);
    await expect(bo.renew({ viewIds: [own, viewId] })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await app.db.imageView.findMany({ orderBy: { tokenSha256: "asc" } })).toEqual(before);
    expect(await lookUpView(app, { token: tokens.output ?? "", sessionId: "session of bo" })).toBeNull();
  });

  test("IMB15 an item names no recipe, class, run, sha or score before the vote, and the answer reveals them", async () => {
    await storeRuns(app, 1);
    const { id: sessionId } = await ada.open({});
    const item = await take(ada, sessionId);
    const text = JSON.stringify(item);
    const run = await app.db.imageRun.findFirstOrThrow();
    for (const secret of [run.id, run.class, run.recipeSha, run.outputBlake3, run.inputBlake3]) {
      expect(text).not.toContain(secret);
    }
    const { revealed } = await ada.rate({ viewId: item.viewId, answer: score(3) });
    expect(revealed).toMatchObject([{ runId: run.id, class: run.class, recipeSha: run.recipeSha }]);
  });

  test("IM30 IM59 a warning is told with the own answer, not before: it could tell which recipe it is", async () => {
    await storeRuns(app, 1);
    const words = "the result differs much from the input";
    await app.db.imageRun.updateMany({ data: { warningsJson: JSON.stringify([words]) } });
    const { id: sessionId } = await ada.open({});
    const item = await take(ada, sessionId);
    expect(JSON.stringify(item)).not.toContain(words);
    expect(await ada.rate({ viewId: item.viewId, answer: score(3) })).toMatchObject({
      revealed: [{ warnings: [words] }],
    });
  });

  test("IM60 others' scores come with the own answer, not before", async () => {
    await storeRuns(app, 1);
    const bo = await signIn(app, "bo");
    const { id: of } = await bo.open({});
    await bo.rate({ viewId: (await take(bo, of)).viewId, answer: score(1) });
    const { id: sessionId } = await ada.open({});
    expect((await ada.distribution({})).rows).toEqual([]);
    const { viewId } = await take(ada, sessionId);
    expect(await ada.rate({ viewId, answer: score(5) })).toMatchObject({ revealed: [{ otherScores: [1] }] });
  });
});

test("IM66 reviewers see agreement, bias and self-consistency; raters do not", async () => {
  await expect(ada.agreement({})).rejects.toMatchObject({ code: "FORBIDDEN" });
  const reviewer = await signIn(app, "rey", "operator");
  expect(await reviewer.agreement({})).toEqual({ alpha: null, word: null, winners: [], raters: [], between: [] });
});

test("TU33 reviewers see which recipe wins for each rater, by scores of one picture and by verdicts", async () => {
  const hash = (name: string) => Buffer.from(name).toString("hex").padEnd(64, "0");
  await storeRun(app, { id: "a", number: 1, input: "i" });
  await storeRun(app, { id: "b", number: 2, input: "i", recipe: "new" });
  const told = { orgId: app.orgId, class: "color-photo", inputBlake3: "i", receivedAt: app.clock.now(), tsUnixMs: 1n };
  const score = (eventId: string, runId: string, value: number) => ({
    ...{ ...told, eventId, runId, seq: 1, raterId: "ada", score: value, isBlind: true, join: "run" },
  });
  await app.db.imageRating.createMany({ data: [score("1", "a", 2), score("2", "b", 4)] });
  const verdict = (eventId: string, seq: number, side: string) => ({
    ...{
      ...told,
      eventId,
      seq,
      leftRun: "a",
      rightRun: "b",
      raterId: "other",
      verdict: side,
      shownLeft: "none",
      ms: 1,
    },
  });
  await app.db.imagePair.createMany({ data: [verdict("3", 1, "right"), verdict("4", 2, "left")] });
  const reviewer = await signIn(app, "rey", "operator");
  expect((await reviewer.agreement({})).winners).toEqual([
    { name: "ada", class: "color-photo", recipeSha: hash("new"), wins: 1, ties: 0, losses: 0 },
    { name: "a rater of another console", class: "color-photo", recipeSha: hash("live"), wins: 1, ties: 0, losses: 0 },
  ]);
});

test("TU29 the run whose arguments the fit is most unsure of comes first and says so; a fit of another live recipe tells nothing", async () => {
  const { orgId } = app;
  const [live, wide, near] = ["live", "wide", "near"].map((name) => Buffer.from(name).toString("hex").padEnd(64, "0"));
  if (live === undefined || wide === undefined || near === undefined) throw new Error("no sha");
  const of = { orgId, class: "color-photo", baseSha: live };
  await app.db.imageSpread.createMany({
    data: [
      { ...of, recipeSha: wide, spread: 0.4 },
      { ...of, recipeSha: near, spread: 0.1 },
    ],
  });
  for (let number = 1; number <= 30; number += 1) {
    await storeRun(app, { id: `run-${number}`, number, recipe: number === 17 ? "wide" : "near" });
  }
  const shown = async (liveSha: string) => {
    await app.db.imageClass.upsert({
      where: { orgId_label: { orgId, label: "color-photo" } },
      create: {
        orgId,
        label: "color-photo",
        definition: "",
        origin: "built_in",
        liveSha,
        createdBy: "",
        createdAt: app.clock.now(),
      },
      update: { liveSha },
    });
    const bo = await signIn(app, `rater of ${liveSha.slice(0, 6)}`);
    const { id: sessionId } = await bo.open({});
    await app.db.imageRatingSession.updateMany({ where: { id: sessionId }, data: { seed: 42n } });
    const { viewId, term } = await take(bo, sessionId);
    return { term, run: (await app.db.imageView.findFirstOrThrow({ where: { viewId, side: "output" } })).runId };
  };
  expect(await shown(live)).toEqual({ term: "uncertain-arguments", run: "run-17" });
  expect((await shown(near)).term).not.toBe("uncertain-arguments");
});
