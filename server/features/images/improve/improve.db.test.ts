import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ImageRunParams } from "../../../../core/contract/v1/image-jobs.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { transaction } from "../../../platform/transaction.ts";
import type { Context } from "../../../trpc/context.ts";
import { getClass } from "../reading/read-class.ts";
import { imageAgent, imageContext } from "../test-images.ts";
import { keepFit } from "./fit-repo.ts";
import { improveClass } from "./improve-class.ts";
import { readImprovement } from "./read-improvement.ts";

let app: TestApp;
let ctx: Context;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await imageContext(app);
  await imageAgent(app);
});
afterAll(() => app.close());

const hash = (): string => (randomUUID() + randomUUID()).replaceAll("-", "");

async function uploaded(count: number, label: string): Promise<void> {
  const { orgId } = app;
  const receivedAt = app.clock.now();
  for (const blake3 of Array.from({ length: count }, hash)) {
    await app.db.imageInput.create({ data: { orgId, blake3, origin: "upload", class: label, receivedAt } });
    await app.db.imageBlob.create({ data: { orgId, blake3, bytes: 9, format: "jpeg", source: "upload", receivedAt } });
  }
}

const improve = (label: string, count: number, requestKey: string = randomUUID()) =>
  improveClass(ctx, { class: label, count, requestKey });

test("IM54 each chosen input gets the live recipe and one explored argument set under one pair id, spread over inputs", async () => {
  await uploaded(60, "color-photo");
  const requestKey = randomUUID();
  const { batchId } = await improve("color-photo", 20, requestKey);
  expect(await improve("color-photo", 20, requestKey)).toEqual({ batchId });
  const jobs = await app.db.job.findMany({ where: { kind: "image-run", paramsJson: { contains: batchId } } });
  const inputs = jobs.flatMap(({ paramsJson }) => {
    const params = ImageRunParams.parse(JSON.parse(paramsJson));
    expect(params.preview).toBe(true);
    return params.inputs;
  });
  expect(inputs).toHaveLength(42);
  const live = (await getClass(ctx, { class: "color-photo" })).live?.recipeSha;
  const pairs = [...Map.groupBy(inputs, ({ pairId }) => pairId ?? "").values()].slice(0, 20);
  for (const pair of pairs) {
    expect(new Set(pair.map(({ blake3 }) => blake3)).size).toBe(1);
    expect(pair.filter(({ recipeSha }) => recipeSha === live)).toHaveLength(1);
  }
  expect(new Set(inputs.map(({ blake3 }) => blake3)).size).toBe(20);
  expect(new Set(pairs.flat().map(({ recipeSha }) => recipeSha)).size).toBe(21);
  expect(await readImprovement(ctx, { class: "color-photo" })).toMatchObject({ why: null, pairs: 20, inputs: 20 });
});

test("IM54 TU28 the next batch explores other sets, and 30 pictures stay unseen", async () => {
  await improve("color-photo", 40);
  const shas = await app.db.imageBatchItem.findMany({
    where: { origin: { notIn: ["untouched", "broken"] } },
    distinct: ["recipeSha"],
    select: { recipeSha: true },
  });
  // The live one, 48 Sobol points, and every fifth near live: six neighbours of three tunables, then again.
  expect(shas).toHaveLength(1 + 48 + 6);
  expect(await readImprovement(ctx, { class: "color-photo" })).toMatchObject({ pairs: 60, inputs: 30 });
});

test("IM54 a class without pictures, without tunables or without a recipe says so and starts nothing", async () => {
  const batches = await app.db.imageBatch.count();
  await expect(improve("mono-photo", 10)).rejects.toThrow(/no picture of mono-photo/);
  await uploaded(1, "form-scan");
  await expect(improve("form-scan", 10)).rejects.toThrow(/may move/);
  await expect(improve("nobody-knows", 10)).rejects.toThrow(/recipe_missing/);
  expect(await app.db.imageBatch.count()).toBe(batches);
  expect((await readImprovement(ctx, { class: "form-scan" })).why).toMatch(/may move/);
});

test("IM64 a batch of pairs has a gold pair on a picture of its own: both sides of one pair id, kept from the bench, and no pair of the class", async () => {
  const sides = await app.db.imageBatchItem.findMany({ where: { origin: { in: ["untouched", "broken"] } } });
  const [first, second] = sides;
  expect(sides).toHaveLength(4);
  expect([first?.origin, second?.origin]).toEqual(["untouched", "broken"]);
  expect(second?.pairId).toBe(first?.pairId);
  expect(second?.inputBlake3).toBe(first?.inputBlake3);
  expect(second?.recipeSha).not.toBe(first?.recipeSha);
  const runs = await app.db.imageRun.findMany({ where: { pairId: first?.pairId ?? "" } });
  expect(runs.map(({ notRateable }) => notRateable)).toEqual(["gold", "gold"]);
  const others = await app.db.imageRun.count({ where: { notRateable: null, pairId: { not: null } } });
  expect(others).toBeGreaterThan(0);
  expect(await readImprovement(ctx, { class: "color-photo" })).toMatchObject({ pairs: 60 });
});

const PROMISING = { "light.gamma": 1.2, "vivid.saturation": 1.08, "edge.jagged": 1.8 };

async function keepFitFor(baseSha: string): Promise<void> {
  const promising = { values: PROMISING, gain: 0.2, spread: 0.3, worth: 0.25 };
  const fit = {
    baseSha,
    values: { n: 0.6, a: 0.7, b: 0.1, s: 0.3, l: 0.35 },
    rows: 64,
    promising,
    spreads: [],
    strengths: [],
  };
  const of = { orgId: app.orgId, class: "color-photo" };
  await transaction(app, "test.keep-fit", (tx) => keepFit(tx, of, { fit, seq: 1, at: app.clock.now() }));
}

const newItems = (batchId: string) =>
  app.db.imageBatchItem.findMany({ where: { batchId }, orderBy: { position: "asc" } });

test("TU28 IM54 with a fit of the live recipe every fifth set is the most promising, and each run says why it was chosen", async () => {
  const live = (await getClass(ctx, { class: "color-photo" })).live?.recipeSha ?? "";
  await keepFitFor("f".repeat(64));
  const before = await newItems((await improve("color-photo", 5)).batchId);
  expect(before.map(({ origin }) => origin)).not.toContain("expected-improvement");
  await keepFitFor(live);
  const items = await newItems((await improve("color-photo", 10)).batchId);
  const explored = items.slice(0, 20).filter(({ recipeSha }) => recipeSha !== live);
  expect(explored.map(({ origin }) => origin).filter((origin) => origin === "expected-improvement")).toHaveLength(2);
  expect(new Set(explored.filter(({ origin }) => origin !== "sobol").map(({ recipeSha }) => recipeSha)).size).toBe(1);
  const fifth = explored.find(({ origin }) => origin === "expected-improvement");
  expect(fifth?.why).toBe(
    "largest expected improvement over live (predicted +0.20 ± 0.30 stars, worth 0.25, from 64 scores and verdicts): light.gamma 1.06 → 1.2",
  );
  expect(explored.every(({ why }) => why?.includes("→"))).toBe(true);
  const improvement = await readImprovement(ctx, { class: "color-photo" });
  expect(improvement.sets.map(({ origin }) => origin)).toEqual(explored.map(({ origin }) => origin));
});
