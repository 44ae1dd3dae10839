import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { COLOR_PHOTO } from "../../../../core/imaging/recipe/starters/color-photo.ts";
import { recipeOf } from "../../../../core/imaging/recipe/test-recipe.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { seedClasses } from "../batches/plan-batch.ts";
import { imageContext } from "../test-images.ts";
import { classProgressOf } from "./class-progress.ts";

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
  await seedClasses(await imageContext(app));
});
afterAll(() => app.close());

const CLASS = "color-photo";
const SETS = 7_000;

test("TU9 C-13 a class with more argument sets than a query takes variables is counted like any other", async () => {
  const { orgId } = app;
  const at = app.clock.now();
  const recordJson = JSON.stringify({ steps: recipeOf(COLOR_PHOTO).steps });
  const ids = Array.from({ length: SETS }, () => randomUUID());
  await app.db.imageRun.createMany({
    data: ids.map((id, n) => ({
      ...{ id, orgId, number: n + 1, class: CLASS, recipeSha: n.toString(16).padStart(64, "0"), recordJson },
      ...{ inputBlake3: "i", origin: "console", state: "done", isPreview: true, workLongSide: 1600, requestedAt: at },
    })),
  });
  await app.db.imageRating.createMany({
    data: ids.map((runId, seq) => ({
      ...{ eventId: randomUUID(), orgId, seq, runId, inputBlake3: "i", class: CLASS, raterId: "r", score: 3 },
      ...{ isBlind: true, join: "run", tsUnixMs: BigInt(at.getTime()), receivedAt: at },
    })),
  });
  const counted = await classProgressOf(app.db, { orgId, class: CLASS });
  expect(counted).toEqual({ class: CLASS, needed: 20, rated: SETS, argumentSets: SETS });
}, 300_000);
