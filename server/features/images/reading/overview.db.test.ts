import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recipeSha } from "../../../../core/imaging/recipe/recipe-sha.ts";
import { COLOR_PHOTO } from "../../../../core/imaging/recipe/starters/color-photo.ts";
import { MONO_PHOTO } from "../../../../core/imaging/recipe/starters/photos.ts";
import { recipeOf } from "../../../../core/imaging/recipe/test-recipe.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import type { Context } from "../../../trpc/context.ts";
import { seedClasses } from "../batches/plan-batch.ts";
import { imageContext } from "../test-images.ts";
import { classProgressOf } from "./class-progress.ts";
import { ratedSets } from "./rated-repo.ts";
import { getOverview } from "./read-overview.ts";

let app: TestApp;
let ada: Context;

beforeAll(async () => {
  app = await createTestApp();
  ada = await imageContext(app);
});
afterAll(() => app.close());

const TEXTS = { "color-photo": COLOR_PHOTO, "mono-photo": MONO_PHOTO };
const label = fc.constantFrom("color-photo" as const, "mono-photo" as const);
const Run = fc.record({ label, gamma: fc.constantFrom(1, 1.1, 1.2), input: fc.nat(1) });
const run = fc.nat(4);
const Pair = fc.record({
  ...{ left: run, right: run, at: fc.nat(3) },
  raterId: fc.constantFrom("r1", "r2"),
  verdict: fc.constantFrom("left", "right", "not_sure"),
  /** Mostly that of its left run; one that came without its runs has none. */
  label: fc.oneof({ weight: 3, arbitrary: fc.constant("left" as const) }, label, fc.constant(null)),
});
const Log = fc.tuple(
  fc.array(Run, { minLength: 5, maxLength: 5 }),
  fc.array(Pair, { minLength: 4, maxLength: 16 }),
  fc.uniqueArray(run, { maxLength: 1 }),
);
type Log = typeof Log extends fc.Arbitrary<infer T> ? T : never;

const stepsOf = (of: Log[0][number]) =>
  recipeOf(TEXTS[of.label].replace(/^gamma = \S+/m, `gamma = ${of.gamma}`), of.label).steps;

/** Stores the log in an organisation of its own. */
async function stored([runs, pairs, scored]: Log): Promise<Context> {
  const ctx = { ...ada, scope: { orgId: randomUUID() } };
  const { orgId } = ctx.scope;
  await seedClasses(ctx);
  const [at, salt] = [app.clock.now(), randomUUID()];
  const id = (n: number) => `run-${n}-${salt}`;
  const named = { orgId, tsUnixMs: BigInt(at.getTime()), receivedAt: at };
  await app.db.imageRun.createMany({
    data: runs.map((one, n) => ({
      ...{ id: id(n), orgId, number: n + 1, class: one.label, inputBlake3: `i${one.input}`, state: "done" },
      ...{ recipeSha: recipeSha(stepsOf(one)), recordJson: JSON.stringify({ steps: stepsOf(one) }) },
      ...{ origin: "import", isPreview: true, workLongSide: 1600, requestedAt: at },
    })),
  });
  await app.db.imageRating.createMany({
    data: scored.map((n) => ({
      ...{ ...named, eventId: randomUUID(), seq: 1_000 + n, runId: id(n), inputBlake3: `i${runs[n]?.input}`, score: 3 },
      ...{ class: runs[n]?.label ?? null, raterId: "r1", isBlind: true, join: "run" },
    })),
  });
  await app.db.imagePair.createMany({
    data: pairs.map((pair, seq) => ({
      ...{ ...named, eventId: randomUUID(), seq, leftRun: id(pair.left), rightRun: id(pair.right), ms: 1 },
      ...{ raterId: pair.raterId, verdict: pair.verdict, shownLeft: "none", tsUnixMs: BigInt(pair.at) },
      class: pair.label === "left" ? (runs[pair.left]?.label ?? null) : pair.label,
    })),
  });
  return ctx;
}

test("C-11 C-13 whatever was said, the overview's one reading counts for each class what a reading of that class counts", async () => {
  let both = 0;
  const isSame = fc.asyncProperty(Log, async (log) => {
    const ctx = await stored(log);
    const { classes } = await getOverview(ctx);
    const sets = Map.groupBy(await ratedSets(app.db, ctx.scope), (set) => set.class);
    for (const { progress, label: name } of classes) {
      const of = { orgId: ctx.scope.orgId, class: name };
      expect(sets.get(name) ?? []).toEqual(await ratedSets(app.db, of));
      expect(progress).toEqual(await classProgressOf(app.db, of));
    }
    if (classes.filter(({ progress }) => progress.rated > 0).length === 2) both += 1;
  });
  await fc.assert(isSame, { numRuns: 60, seed: 42 });
  expect(both).toBeGreaterThan(5);
}, 300_000);

/** The same console with a count of how often it turned to its database client, which grows with every query. */
function counting(ctx: Context): { ctx: Context; count: () => number } {
  let asked = 0;
  const db = new Proxy(ctx.app.db, {
    get(target, key) {
      asked += 1;
      return Reflect.get(target, key);
    },
  });
  return { ctx: { ...ctx, app: { ...ctx.app, db } }, count: () => asked };
}

test("C-11 a class that nobody rated costs the overview no query of its own", async () => {
  const one = { label: "color-photo", input: 0 } as const;
  const runs: Log[0] = [
    { ...one, gamma: 1 },
    { ...one, gamma: 1.2 },
  ];
  const ctx = await stored([runs, [], [0, 1]]);
  const { orgId } = ctx.scope;
  const queries = async () => {
    const counted = counting(ctx);
    return { classes: (await getOverview(counted.ctx)).classes.length, asked: counted.count() };
  };
  const few = await queries();
  const made = { orgId, definition: "", origin: "imported", createdBy: "import", createdAt: app.clock.now() };
  const data = Array.from({ length: 50 }, (_, n) => ({ ...made, label: `label-${n}` }));
  await app.db.imageClass.createMany({ data });
  expect(await queries()).toEqual({ classes: few.classes + 50, asked: few.asked });
  expect(few.asked).toBeGreaterThan(0);
});
