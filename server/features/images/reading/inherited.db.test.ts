import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import type { Context } from "../../../trpc/context.ts";
import { imageContext } from "../test-images.ts";
import { listRuns } from "./list-pictures.ts";

let app: TestApp;
let ctx: Context;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await imageContext(app);
});
afterAll(() => app.close());

const CLASS = "receipt";
const [ONE, OTHER] = ["1".repeat(64), "2".repeat(64)];
const [SAME, CHANGED] = ["a".repeat(64), "b".repeat(64)];
let number = 0;

async function run(inputBlake3: string, outputPixelsBlake3: string | null) {
  number += 1;
  const [id, at] = [randomUUID(), app.clock.now()];
  await app.db.imageRun.create({
    data: {
      ...{ id, number, recipeSha: "c".repeat(64), class: CLASS, inputBlake3, outputPixelsBlake3, orgId: app.orgId },
      ...{ origin: "console", state: "done", isPreview: true, workLongSide: 1600, argsJson: "{}", requestedAt: at },
    },
  });
  return id;
}

async function rate(runId: string, raterId: string, score: number) {
  const at = app.clock.now();
  await app.db.imageRating.create({
    data: {
      ...{ eventId: randomUUID(), orgId: app.orgId, seq: 0, runId, inputBlake3: ONE, class: CLASS, raterId, score },
      ...{ isBlind: true, join: "run", tsUnixMs: BigInt(at.getTime()), receivedAt: at },
    },
  });
}

test("TU54 only a later run of the same picture with the same pixels shows an earlier one's scores, and they count nowhere", async () => {
  const before = await run(ONE, SAME);
  const rated = await run(ONE, SAME);
  await rate(rated, "ada", 4);
  await rate(rated, "ben", 5);
  const later = await run(ONE, SAME);
  const others = [await run(ONE, CHANGED), await run(OTHER, SAME), await run(ONE, null)];
  const { rows } = await listRuns(ctx, { class: CLASS, page: 1, pageSize: 50 });
  const shown = new Map(rows.map((row) => [row.id, row]));
  expect(shown.get(later)).toMatchObject({
    ratings: 0,
    meanScore: null,
    inherited: { label: "IMG-2", ratings: 2, meanScore: 4.5 },
  });
  expect(shown.get(rated)).toMatchObject({ ratings: 2, meanScore: 4.5, inherited: null });
  for (const id of [before, ...others]) expect(shown.get(id)?.inherited).toBeNull();
});

test("TU54 a rated run is found behind any number of equal runs that nobody rated, and a replay passes no scores on", async () => {
  const input = "3".repeat(64);
  const rated = await run(input, SAME);
  await rate(rated, "ada", 2);
  const first = number;
  const replay = await run(input, SAME);
  await rate(replay, "ben", 5);
  await app.db.imageRun.updateMany({ where: { id: replay }, data: { replayOf: rated } });
  const at = app.clock.now();
  const equal = { recipeSha: "c".repeat(64), class: CLASS, inputBlake3: input, outputPixelsBlake3: SAME };
  const row = { ...equal, orgId: app.orgId, origin: "console", state: "done", isPreview: true, requestedAt: at };
  const data = Array.from({ length: 5_100 }, () => ({ ...row, id: randomUUID(), number: ++number }));
  await app.db.imageRun.createMany({ data });
  const { rows } = await listRuns(ctx, { class: CLASS, page: 1, pageSize: 100 });
  expect(rows).toHaveLength(100);
  for (const { inherited } of rows) expect(inherited).toEqual({ label: `IMG-${first}`, ratings: 1, meanScore: 2 });
});
