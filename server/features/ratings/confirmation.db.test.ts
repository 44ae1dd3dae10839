import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { type Caller, signIn, storeRun, undo } from "./test-bench.ts";

let app: TestApp;
let ada: Caller;
const ID = "0b1e4f7a-1f4e-4c9a-9a41-0c6d0f1a2b3c";

beforeEach(async () => {
  app = await createTestApp();
  ada = await signIn(app, "ada");
});
afterEach(() => app.close());

/** A confirmation whose runs are all there, each pair on its own picture. */
async function confirmation(pairs: number, planned = 30): Promise<void> {
  const { orgId } = app;
  const base = { class: "color-photo", baseSha: "a".repeat(64), recipeSha: "b".repeat(64), seed: 1n };
  const told = { requestedBy: "Ada", requestedAt: app.clock.now(), state: "running" };
  await app.db.imageConfirmation.create({
    data: { id: ID, orgId, proposalId: randomUUID(), planned, ...base, ...told },
  });
  for (let position = 0; position < pairs; position += 1) {
    const pairId = `pair-${position}`;
    const [liveRun, candidateRun] = [randomUUID(), randomUUID()];
    const of = { input: `in-${position}`, pairId, notRateable: "confirmation" };
    await storeRun(app, { id: liveRun, number: 2 * position + 1, ...of });
    await storeRun(app, { id: candidateRun, number: 2 * position + 2, recipe: "next", ...of });
    const inputBlake3 = `${position}`.padStart(64, "0");
    await app.db.imageConfirmationItem.create({
      data: { orgId, confirmationId: ID, position, inputBlake3, pairId, liveRun, candidateRun },
    });
  }
}

const verdict = (value: "left" | "right" | "tie" | "not_sure") => ({
  kind: "verdict" as const,
  verdict: value,
  ms: 900,
});
const open = (who: Caller) => who.open({ mode: "pairs", confirmationId: ID });

async function take(who: Caller, sessionId: string) {
  const [item] = (await who.next({ sessionId, count: 1 })).items;
  if (item === undefined) throw new Error("nothing waits");
  return item;
}

const stored = () =>
  app.db.imagePair.findMany({
    where: { revokedBy: null },
    orderBy: { seq: "asc" },
    select: { leftRun: true, shownLeft: true, confirmationId: true, isWarmUp: true },
  });
const logged = async () =>
  (await app.db.imageEvent.findMany({ where: { kind: "pair" }, orderBy: { seq: "asc" } })).map(({ line }): unknown =>
    JSON.parse(new TextDecoder().decode(line)),
  );
const end = (state: string) => app.db.imageConfirmation.updateMany({ data: { state } });

test("TU40 a confirmation is judged blind and in pairs only", async () => {
  await confirmation(2);
  await expect(ada.open({ mode: "pairs", confirmationId: ID, isBlind: false })).rejects.toThrow(/blind/);
  await expect(ada.open({ mode: "scores", confirmationId: ID })).rejects.toThrow(/pairs/);
  await expect(ada.open({ mode: "pairs", confirmationId: randomUUID() })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("TU40 its pairs are served in drawn order and a verdict says the size that was planned, the first five count, and nothing tells which was which", async () => {
  await confirmation(3, 60);
  const { id: sessionId, progress } = await open(ada);
  expect(progress.waiting).toBe(3);
  const first = await take(ada, sessionId);
  const answer = await ada.rate({ viewId: first.viewId, answer: verdict("left") });
  expect(answer.revealed).toEqual([]);
  expect(await logged()).toMatchObject([{ confirmation_id: ID, confirmation_n: 60, verdict: "left" }]);
  const item = await app.db.imageConfirmationItem.findFirstOrThrow({ where: { position: 0 } });
  const [row] = await stored();
  expect(row).toMatchObject({ confirmationId: ID, isWarmUp: false });
  expect(row?.shownLeft).toBe(row?.leftRun === item.liveRun ? "live" : "candidate");
});

test("TU40 its runs never come to the ordinary bench", async () => {
  await confirmation(2);
  expect((await ada.open({ mode: "pairs" })).progress.waiting).toBe(0);
  expect((await ada.open({ mode: "scores" })).progress.waiting).toBe(0);
});

test("TU40 not sure, cannot judge and unusable give way to the next fresh input, a skip does not", async () => {
  await confirmation(5);
  const { id: sessionId } = await open(ada);
  const replaced = () => app.db.imageConfirmationItem.count({ where: { isReplaced: true } });
  await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: verdict("not_sure") });
  await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: { kind: "skip", reason: "cannot_judge" } });
  expect(await replaced()).toBe(2);
  await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: { kind: "skip", reason: "skip" } });
  expect(await replaced()).toBe(2);
  await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: { kind: "skip", reason: "unusable" } });
  expect(await replaced()).toBe(3);
});

test("TU40 whoever judged first decides that an input counts: a later not sure replaces nothing", async () => {
  await confirmation(1);
  const bo = await signIn(app, "bo");
  const { viewId } = await take(bo, (await open(bo)).id);
  await ada.rate({ viewId: (await take(ada, (await open(ada)).id)).viewId, answer: verdict("tie") });
  await bo.rate({ viewId, answer: verdict("not_sure") });
  expect(await app.db.imageConfirmationItem.count({ where: { isReplaced: true } })).toBe(0);
});

test("TU40 TU41 an answer after the end, or on a replaced pair, is a verdict like any other", async () => {
  await confirmation(3);
  const bo = await signIn(app, "bo");
  const { id: sessionId } = await open(ada);
  const [of, after] = [await take(bo, (await open(bo)).id), await take(ada, sessionId)];
  await ada.rate({ viewId: after.viewId, answer: verdict("not_sure") });
  await bo.rate({ viewId: of.viewId, answer: verdict("left") });
  const held = await take(ada, sessionId);
  await end("void");
  expect((await open(ada)).progress.waiting).toBe(0);
  await ada.rate({ viewId: held.viewId, answer: verdict("right") });
  expect((await stored()).map(({ confirmationId }) => confirmationId)).toEqual([ID, null, null]);
});

test("TU40 a verdict that has decided stays: undo is refused once the confirmation has ended", async () => {
  await confirmation(2);
  const { id: sessionId } = await open(ada);
  await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: verdict("left") });
  await end("passed");
  await expect(undo(ada, sessionId)).rejects.toThrow(/has ended/);
  await end("running");
  expect((await undo(ada, sessionId)).undone).not.toBeNull();
});

const noted = { kind: "score" as const, score: 4, view: { zoom100: false, msOnImage: 900 } };
const skip = { kind: "skip" as const, reason: "skip" as const };

test("TU40 IM58 undo outside a confirmation passes over its verdicts and skips and takes the answer before them back", async () => {
  await confirmation(3);
  await storeRun(app, { id: "plain", number: 100 });
  const scores = await ada.open({ mode: "scores" });
  const plain = await ada.rate({ viewId: (await take(ada, scores.id)).viewId, answer: noted });
  const { id: sessionId } = await open(ada);
  for (const answer of [verdict("left"), skip, verdict("not_sure")]) {
    app.clock.advance(1000);
    await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer });
  }
  for (const state of ["running", "passed"]) {
    await end(state);
    for (const wish of [{ isBlind: false }, { isBlind: true }, { mode: "pairs" as const }]) {
      const { id } = await ada.open(wish);
      const { undone } = await undo(ada, id);
      if (undone === null) continue;
      expect(undone).toMatchObject({ eventId: plain.eventId, answer: "4" });
    }
  }
  expect(await app.db.imageRating.count({ where: { revokedBy: null } })).toBe(0);
  expect((await stored()).map(({ confirmationId }) => confirmationId)).toEqual([ID, ID]);
  await end("running");
  const { undone } = await undo(ada, (await open(ada)).id);
  expect(undone).toMatchObject({ answer: "not_sure", item: { revealed: null } });
});

test("TU40 an undo that was made in a confirmation is not shown again in another sitting, and its runs are told to nobody", async () => {
  await confirmation(1);
  const { id: sessionId } = await open(ada);
  const { viewId } = await take(ada, sessionId);
  await ada.rate({ viewId, answer: verdict("left") });
  const undoId = randomUUID();
  const first = await ada.undo({ sessionId, undoId });
  const { id } = await ada.open({ mode: "pairs", isBlind: false });
  await expect(ada.undo({ sessionId: id, undoId })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  const again = await ada.undo({ sessionId, undoId });
  expect(again.undone?.eventId).toBe(first.undone?.eventId);
  // A view of another sitting, however it came to be, tells nothing of them either.
  await app.db.imageView.updateMany({ where: { viewId }, data: { sessionId: id } });
  expect((await ada.rate({ viewId, answer: verdict("tie") })).revealed).toEqual([]);
});

test("TU40 IM60 an undone skip of a confirmation's pair shows its sides as they were, whichever run came in first", async () => {
  await confirmation(12);
  const numbers = await app.db.imageRun.findMany({ select: { id: true, number: true } });
  await app.db.imageRun.updateMany({ data: { number: { increment: 1000 } } });
  for (const { id, number } of numbers) await app.db.imageRun.updateMany({ where: { id }, data: { number: -number } });
  const { id: sessionId } = await open(ada);
  const sides = (of: string | undefined) =>
    app.db.imageView.findMany({
      where: { viewId: of ?? "", side: { not: "before" } },
      orderBy: { side: "asc" },
      select: { side: true, runId: true },
    });
  for (let given = 0; given < 12; given += 1) {
    app.clock.advance(1000);
    const { viewId } = await take(ada, sessionId);
    for (const answer of [skip, verdict("left")]) {
      await ada.rate({ viewId, answer });
      const { undone } = await undo(ada, sessionId);
      expect(await sides(undone?.item.viewId)).toEqual(await sides(viewId));
    }
    await ada.rate({ viewId, answer: verdict("tie") });
  }
});

test("TU40 the verdict that decides has decided at once: before anything notes the end nothing is taken back or counted any more", async () => {
  await confirmation(30);
  const bo = await signIn(app, "bo");
  const held = await take(bo, (await open(bo)).id);
  const { id: sessionId } = await open(ada);
  for (let given = 0; given < 30; given += 1) {
    await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: verdict("tie") });
  }
  expect((await app.db.imageConfirmation.findUniqueOrThrow({ where: { id: ID } })).state).toBe("running");
  await expect(undo(ada, sessionId)).rejects.toThrow(/has ended/);
  await bo.rate({ viewId: held.viewId, answer: verdict("left") });
  expect((await stored()).map(({ confirmationId }) => confirmationId)).toEqual([...Array(30).fill(ID), null]);
});

test("TU40 an imported verdict that names the confirmation is no judgement of it: a first not sure still gives way", async () => {
  await confirmation(1);
  const item = await app.db.imageConfirmationItem.findFirstOrThrow({ where: { position: 0 } });
  const sides = { leftRun: item.liveRun ?? "", rightRun: item.candidateRun ?? "", shownLeft: "live", verdict: "left" };
  const told = { orgId: app.orgId, seq: 1, raterId: "x", ms: 1, tsUnixMs: 1n, receivedAt: app.clock.now() };
  await app.db.imagePair.create({ data: { eventId: randomUUID(), confirmationId: ID, ...sides, ...told } });
  const { id: sessionId } = await open(ada);
  await ada.rate({ viewId: (await take(ada, sessionId)).viewId, answer: verdict("not_sure") });
  expect(await app.db.imageConfirmationItem.count({ where: { isReplaced: true } })).toBe(1);
});
