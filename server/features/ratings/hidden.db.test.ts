import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { transaction } from "../../platform/transaction.ts";
import { keepFit } from "../images/index.ts";
import { type Caller, signIn, storeRun, undo } from "./test-bench.ts";

let app: TestApp;
let ada: Caller;

beforeEach(async () => {
  app = await createTestApp();
  ada = await signIn(app, "ada");
});
afterEach(() => app.close());

async function storePairs(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const of = { input: `i${index}`, pairId: `pair-${index}` };
    await storeRun(app, { id: `a${index}`, number: 2 * index + 1, ...of });
    await storeRun(app, { id: `b${index}`, number: 2 * index + 2, recipe: "new", ...of });
  }
}

/** A seed whose first number makes the next pick a hidden repeat, and whose second one leaves the fresh pick to priority. */
const REPEATS = 35n;
/** One for a gold pair. */
const GOLD = 39n;
/** One that hides nothing. */
const FRESH = 42n;
const sha = (text: string) => Buffer.from(text).toString("hex").padEnd(64, "0").slice(0, 64);
const seed = (sessionId: string, value: bigint) =>
  app.db.imageRatingSession.updateMany({ where: { id: sessionId }, data: { seed: value, draws: 0 } });

async function take(sessionId: string, value: bigint = FRESH) {
  await seed(sessionId, value);
  const [item] = (await ada.next({ sessionId, count: 1 })).items;
  if (item === undefined) throw new Error("nothing waits");
  return item;
}

function give(viewId: string, verdict: "left" | "right" | "tie" = "left") {
  app.clock.advance(1000);
  return ada.rate({ viewId, answer: { kind: "verdict", verdict, ms: 900 } });
}
const pairOf = async (viewId: string) =>
  (await app.db.imageView.findFirstOrThrow({ where: { viewId, side: "left" } })).pairId;

/** Answers without anything hidden, so that pictures are far enough back to come again. */
async function sit(answers: number): Promise<string> {
  const { id } = await ada.open({ mode: "pairs" });
  for (let answer = 0; answer < answers; answer += 1) await give((await take(id)).viewId);
  return id;
}

test("IM64 a pair of the sitting comes again, never within five pictures and once only, and both verdicts stand", async () => {
  await storePairs(20);
  const sessionId = await sit(12);
  const judged = new Set((await app.db.imagePair.findMany()).map(({ leftRun }) => leftRun.slice(1)));
  const recent = (await app.db.imagePair.findMany({ orderBy: { seq: "desc" }, take: 5 })).map((row) =>
    row.leftRun.slice(1),
  );
  const item = await take(sessionId, REPEATS);
  const pairId = (await pairOf(item.viewId))?.slice("pair-".length) ?? "";
  expect(judged.has(pairId)).toBe(true);
  expect(recent).not.toContain(pairId);
  await give(item.viewId, "right");
  const rows = await app.db.imagePair.findMany({
    where: { leftRun: { in: [`a${pairId}`, `b${pairId}`] } },
    orderBy: { seq: "asc" },
    select: { verdict: true, isRepeat: true, revokedBy: true },
  });
  expect(rows).toEqual([
    { verdict: "left", isRepeat: false, revokedBy: null },
    { verdict: "right", isRepeat: true, revokedBy: null },
  ]);
  await give(item.viewId, "tie");
  const standing = await app.db.imagePair.findMany({ where: { isRepeat: true, revokedBy: null } });
  expect(standing.map(({ verdict }) => verdict)).toEqual(["tie"]);
  const again = await take(sessionId, REPEATS);
  expect(await pairOf(again.viewId)).not.toBe(`pair-${pairId}`);
  expect(await undo(ada, sessionId)).toMatchObject({ undone: { answer: "tie" } });
  expect(await app.db.imagePair.count({ where: { isRepeat: false, revokedBy: null } })).toBe(12);
});

test("IMB15 IM59 before the vote nothing tells a repeat from a fresh pair, and where nothing waits none is hidden", async () => {
  await storePairs(14);
  const sessionId = await sit(12);
  const shapeOf = ({ tokens, ...item }: Awaited<ReturnType<typeof take>>) => ({
    ...item,
    viewId: "",
    tokens: Object.fromEntries(Object.entries(tokens).map(([side, token]) => [side, token?.replace(/[0-9a-f]/g, "x")])),
  });
  const before = (await ada.open({ mode: "pairs" })).progress;
  const repeat = await take(sessionId, REPEATS);
  expect((await ada.open({ mode: "pairs" })).progress).toEqual(before);
  expect(shapeOf(repeat)).toEqual(shapeOf(await take(sessionId)));
  await give((await take(sessionId)).viewId);
  await give((await take(sessionId)).viewId);
  await seed(sessionId, REPEATS);
  expect(await ada.next({ sessionId, count: 1 })).toEqual({ items: [], end: "empty" });
});

test("IM66 reviewers see how far a rater agrees with the own verdicts on hidden repeats", async () => {
  await storePairs(30);
  const sessionId = await sit(16);
  for (const verdict of ["left", "right"] as const) await give((await take(sessionId, REPEATS)).viewId, verdict);
  const reviewer = await signIn(app, "rey", "operator");
  const { raters } = await reviewer.agreement({});
  expect(raters).toMatchObject([{ name: "ada", ratings: 0, pairs: { verdicts: 13 } }]);
  const pairs = raters[0]?.pairs;
  expect(pairs?.repeats).toBe(2);
  expect(pairs?.kappa).toBeLessThan(1);
});

/** A gold pair as "Improve" orders it and an agent makes it. */
async function storeGold(): Promise<void> {
  const of = { input: "gold", pairId: "gold-pair", notRateable: "gold" };
  const item = { orgId: app.orgId, batchId: "batch", inputBlake3: "0".repeat(64), step: "run", state: "done" };
  for (const [position, origin] of ["untouched", "broken"].entries()) {
    await storeRun(app, { id: origin, number: 1000 + position, recipe: origin, ...of });
    await app.db.imageBatchItem.create({ data: { ...item, position, origin, runId: origin, pairId: of.pairId } });
  }
}

const sideOf = async (viewId: string, runId: string) =>
  (await app.db.imageView.findFirstOrThrow({ where: { viewId, runId, side: { in: ["left", "right"] } } })).side ===
  "left"
    ? "left"
    : "right";

test("IM64 IM66 a gold pair comes once, is no observation of any recipe, and reviewers see how often a rater was right", async () => {
  await storePairs(20);
  await storeGold();
  const sessionId = await sit(6);
  const gold = await take(sessionId, GOLD);
  expect(await pairOf(gold.viewId)).toBe("gold-pair");
  await give(gold.viewId, await sideOf(gold.viewId, "broken"));
  await give(gold.viewId, await sideOf(gold.viewId, "untouched"));
  const row = await app.db.imagePair.findFirstOrThrow({ where: { isGold: true, revokedBy: null } });
  expect(row).toMatchObject({ shownLeft: "none", isRepeat: false, isWarmUp: false });
  const line = await app.db.imageEvent.findFirstOrThrow({ where: { eventId: row.eventId } });
  expect(JSON.parse(new TextDecoder().decode(line.line))).toMatchObject({ kind: "pair", gold: true });
  expect(await pairOf((await take(sessionId, GOLD)).viewId)).not.toBe("gold-pair");
  const { raters } = await (await signIn(app, "rey", "operator")).agreement({});
  expect(raters[0]?.pairs).toMatchObject({ verdicts: 1, golds: 1, goldsRight: 1 });
  expect((await ada.open({ mode: "scores" })).progress.waiting).toBe(40);
});

test("IMB15 IM59 before the vote nothing tells a gold pair from a fresh one: payload, progress, content types", async () => {
  await storePairs(20);
  await storeGold();
  const sessionId = await sit(6);
  const before = (await ada.open({ mode: "pairs" })).progress;
  const gold = await take(sessionId, GOLD);
  expect((await ada.open({ mode: "pairs" })).progress).toEqual(before);
  const fresh = await take(sessionId);
  expect(await pairOf(gold.viewId)).toBe("gold-pair");
  const shown = async ({ viewId, tokens, ...item }: typeof gold) => {
    const views = await app.db.imageView.findMany({ where: { viewId }, orderBy: { side: "asc" } });
    const sides = views.map(({ side, mediaType, isBlind }) => ({ side, mediaType, isBlind }));
    const shape = Object.entries(tokens).map(([side, token]) => [side, token?.length ?? null]);
    return { item, sides, shape };
  };
  expect(await shown(gold)).toEqual(await shown(fresh));
});

test("TU30 the pair whose verdict is most open comes first: recipes that many compared wait behind unknown ones", async () => {
  await storePairs(6);
  const of = { input: "other", pairId: "unknown" };
  await storeRun(app, { id: "u1", number: 900, ...of });
  await storeRun(app, { id: "u2", number: 901, recipe: "never voted on", ...of });
  const known = (recipe: string) => ({
    ...{ recipe: sha(recipe), strength: 1, lower: 0.8, upper: 1.2 },
    ...{ logVariance: 0.01, decisiveVotes: 40, standing: "shown" as const },
  });
  const fit = {
    baseSha: sha("live"),
    values: { n: 0.6, a: 0.7, b: 0.1, s: 0.3, l: 0.35 },
    rows: 40,
    promising: null,
    spreads: [],
    strengths: [known("live"), known("new")],
  };
  const found = { fit, seq: 1, at: app.clock.now() };
  await transaction(app, "test.keep-fit", (tx) => keepFit(tx, { orgId: app.orgId, class: "color-photo" }, found));
  const { id } = await ada.open({ mode: "pairs" });
  const item = await take(id);
  expect(await pairOf(item.viewId)).toBe("unknown");
  expect(item.term).toBe("open-pair");
});

test("IM44 the bench shows the recorded output and the picture before it, never a thumbnail", async () => {
  await storePairs(2);
  await ada.next({ sessionId: (await ada.open({})).id, count: 4 });
  await take((await ada.open({ mode: "pairs" })).id);
  const views = await app.db.imageView.findMany({ select: { side: true, blake3: true, runId: true } });
  const runs = new Map((await app.db.imageRun.findMany()).map((run) => [run.id, run]));
  expect(new Set(views.map(({ side }) => side))).toEqual(new Set(["before", "output", "left", "right"]));
  for (const { side, blake3, runId } of views) {
    const run = runs.get(runId ?? "");
    expect(run?.thumbBlake3).not.toBeNull();
    expect(blake3).toBe(side === "before" ? run?.beforeBlake3 : run?.outputBlake3);
  }
});

test("IM67 rating inside a filtered view saves, and who may not rate is refused with the reason", async () => {
  await storeRun(app, { id: "run", number: 1 });
  const { id } = await ada.open({ class: "color-photo" });
  const item = (await ada.next({ sessionId: id, count: 1 })).items[0];
  const view = { zoom100: false, msOnImage: 900 };
  await ada.rate({ viewId: item?.viewId ?? "", answer: { kind: "score", score: 4, view } });
  expect(await app.db.imageRating.count({ where: { runId: "run", score: 4 } })).toBe(1);
  const reader = await signIn(app, "vic", "viewer");
  await expect(reader.open({})).rejects.toMatchObject({ code: "FORBIDDEN" });
});
