import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import type { Context } from "../../../trpc/context.ts";
import { seedClasses } from "../batches/plan-batch.ts";
import { keepFit } from "../improve/fit-repo.ts";
import { imageContext } from "../test-images.ts";
import { getLeaderboard } from "./leaderboard.ts";
import { getClass } from "./read-class.ts";

let app: TestApp;
let ctx: Context;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await imageContext(app);
  await seedClasses(ctx);
});
afterAll(() => app.close());

const CLASS = "receipt";
const OTHER = "ab".repeat(32);
let number = 0;

async function liveSha(): Promise<string> {
  const row = await app.db.imageClass.findFirstOrThrow({ where: { label: CLASS }, select: { liveSha: true } });
  return row.liveSha ?? "";
}

async function run(recipeSha: string, input: string, changes: { argsJson?: null; isClassCorrected?: true } = {}) {
  number += 1;
  const at = app.clock.now();
  const id = randomUUID();
  await app.db.imageRun.create({
    data: {
      ...{ id, number, recipeSha, class: CLASS, inputBlake3: input, orgId: app.orgId, origin: "console" },
      ...{ state: "done", isPreview: true, workLongSide: 1600, argsJson: "{}", requestedAt: at, ...changes },
    },
  });
  return id;
}

async function rate(runId: string, input: string, changes: { score: number; isWarmUp?: true; eventId?: string }) {
  const at = app.clock.now();
  await app.db.imageRating.create({
    data: {
      ...{ eventId: randomUUID(), orgId: app.orgId, seq: 0, runId, inputBlake3: input, class: CLASS, raterId: "r" },
      ...{ isBlind: true, join: "run", tsUnixMs: BigInt(at.getTime()), receivedAt: at, ...changes },
    },
  });
}

interface Judged {
  verdict?: string;
  confirmationId?: string;
  raterId?: string;
  seq?: number;
  tsUnixMs?: bigint;
}

async function judge(leftRun: string, rightRun: string, changes: Judged = {}) {
  const at = app.clock.now();
  await app.db.imagePair.create({
    data: {
      ...{ eventId: randomUUID(), orgId: app.orgId, seq: 0, leftRun, rightRun, class: CLASS, inputBlake3: "i" },
      ...{ raterId: "r", verdict: "left", shownLeft: "none", ms: 1, tsUnixMs: BigInt(1), receivedAt: at, ...changes },
    },
  });
}

test("TU36 TU50 the class's board: live and another recipe by effect, forced where stored, warm-ups and corrected runs left out", async () => {
  const live = await liveSha();
  await app.db.imageRecipeMove.create({
    data: {
      ...{ id: randomUUID(), orgId: app.orgId, class: CLASS, seq: 99, fromSha: live, toSha: OTHER, kind: "promote" },
      ...{ isForced: true, reason: "the printer wants it", movedBy: "Ada", at: app.clock.now() },
    },
  });
  for (let image = 0; image < 20; image += 1) {
    const input = `input ${image}`;
    const [good, poor] = [await run(OTHER, input), await run(live, input)];
    await rate(good, input, { score: 4 + (image % 2) });
    await rate(poor, input, { score: 2 });
    if (image < 3) await judge(good, poor);
    if (image === 3) await judge(good, poor, { verdict: "not_sure" });
  }
  await rate(await run(OTHER, "x", { isClassCorrected: true }), "x", { score: 1 });
  await rate(await run(OTHER, "y"), "y", { score: 1, isWarmUp: true });
  await rate(await run(live, "z", { argsJson: null }), "z", { score: 3 });
  await rate(await run(live, "w"), "w", { score: 3, eventId: "line:1" });
  const { boards, unclassified } = await getLeaderboard(ctx, { class: CLASS });
  expect([boards.length, unclassified]).toEqual([1, 2]);
  expect(boards[0]).toMatchObject({ workingSize: 1600, mode: "blind", scores: 40, verdicts: 3, needed: 20 });
  const [first, second] = boards[0]?.entries ?? [];
  expect(first).toMatchObject({ recipeSha: OTHER, version: null, forced: "the printer wants it", rank: 1, runs: 20 });
  expect(first).toMatchObject({ mean: 4.5, wins: 3, losses: 0, winRate: 1, raters: 1, inputs: 20 });
  expect(second).toMatchObject({ recipeSha: live, version: 1, forced: null, isLive: true, rank: 2, mean: 2 });
  const page = await getClass(ctx, { class: CLASS });
  expect(page.scores.find(({ recipeSha }) => recipeSha === OTHER)?.forced).toBe("the printer wants it");
});

test("TU40 TU34 verdicts of a running confirmation are on no board before its end", async () => {
  const [id, at] = [randomUUID(), app.clock.now()];
  const one = { recipe: OTHER, strength: 2, lower: 1.5, upper: 3, logVariance: 0.1 };
  const strengths = [
    { ...one, decisiveVotes: 29, standing: "preliminary" as const },
    { ...one, recipe: await liveSha(), decisiveVotes: 9, standing: "hidden" as const },
  ];
  const fit = { values: { n: 1, a: 1, b: 1, s: 1, l: 1 }, rows: 40, promising: null, strengths };
  const found = { fit: { ...fit, baseSha: await liveSha(), spreads: [] }, seq: 1, at };
  await app.db.$transaction((tx) => keepFit(tx, { orgId: app.orgId, class: CLASS }, found));
  await app.db.imageConfirmation.create({
    data: {
      ...{ id, orgId: app.orgId, proposalId: "p", class: CLASS, baseSha: "a", recipeSha: "b", planned: 30 },
      ...{ seed: BigInt(1), state: "running", requestedBy: "Ada", requestedAt: at },
    },
  });
  await judge(await run(OTHER, "c"), await run(await liveSha(), "c"), { confirmationId: id });
  const later = {
    ...found,
    fit: { ...found.fit, strengths: [{ ...one, decisiveVotes: 31, standing: "shown" as const }] },
    seq: 2,
  };
  await app.db.$transaction((tx) => keepFit(tx, { orgId: app.orgId, class: CLASS }, later));
  const read = async () => getLeaderboard(ctx, { class: CLASS });
  const verdicts = async () => (await read()).boards[0]?.verdicts;
  expect(await verdicts()).toBe(3);
  expect((await read()).votes).toEqual({ strengths: [], hidden: 0, isHeld: true });
  await app.db.imageConfirmation.update({ where: { id }, data: { state: "passed" } });
  expect(await verdicts()).toBe(4);
  expect((await read()).votes).toMatchObject({
    strengths: [{ recipeSha: OTHER, lower: 1.5, decisiveVotes: 29, isPreliminary: true, isLive: false }],
    ...{ hidden: 1, isHeld: false },
  });
});

test("TU38 TU6 a verdict is one between two runs of one picture, and of one rater's the latest by its time counts, whenever it came", async () => {
  const seen = async () => {
    const { boards } = await getLeaderboard(ctx, { class: CLASS });
    const entry = boards[0]?.entries.find(({ recipeSha }) => recipeSha === OTHER);
    return { verdicts: boards[0]?.verdicts, wins: entry?.wins, losses: entry?.losses };
  };
  const before = await seen();
  const live = await liveSha();
  const [other, same] = [await run(OTHER, "one"), await run(live, "one")];
  await judge(other, await run(live, "two"));
  await judge(other, other);
  expect(await seen()).toEqual(before);
  const said = { raterId: "late" };
  await judge(other, same, { ...said, verdict: "right", tsUnixMs: 9n, seq: 1 });
  await judge(other, same, { ...said, verdict: "left", tsUnixMs: 5n, seq: 2 });
  const { verdicts = 0, wins, losses = 0 } = before;
  expect(await seen()).toEqual({ verdicts: verdicts + 1, wins, losses: losses + 1 });
});

test("an unknown class has no board", async () => {
  await expect(getLeaderboard(ctx, { class: "nothing" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
