import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import { type Caller, signIn, storeRun } from "./test-bench.ts";

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
/** One that hides nothing. */
const FRESH = 42n;
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
  expect(await ada.undo({ sessionId })).toMatchObject({ undone: { answer: "tie" } });
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
