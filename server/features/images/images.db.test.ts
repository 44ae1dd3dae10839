import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recipeSha } from "../../../core/imaging/recipe/recipe-sha.ts";
import type { ClassificationRecord, RunErrorRecord, RunRecord } from "../../../core/imaging/record/run.ts";
import { createTestApp, type TestApp } from "../../platform/test-app.ts";
import type { Context } from "../../trpc/context.ts";
import { cancelBatch } from "./batches/cancel-batch.ts";
import { planBatch, seedClasses } from "./batches/plan-batch.ts";
import { itemOf, planItems } from "./batches/plan-items.ts";
import { pumpBatches } from "./batches/pump.ts";
import { startBatch, storeBatch } from "./batches/start-batch.ts";
import { correctClass } from "./classes/correct-class.ts";
import { saveRecipe } from "./classes/edit-classes.ts";
import { moveLiveRecipe } from "./classes/move-live-recipe.ts";
import { listInputs, listRuns } from "./reading/list-pictures.ts";
import { getBatch } from "./reading/read-batches.ts";
import { getClass } from "./reading/read-class.ts";
import { storeImageResult } from "./results/store-result.ts";
import { storeUnreadable } from "./results/store-unreadable.ts";
import { imageAgent, imageContext, storeBlobs } from "./test-images.ts";

let app: TestApp;
let ctx: Context;
let agentId: string;

beforeAll(async () => {
  app = await createTestApp();
  ctx = await imageContext(app);
  agentId = await imageAgent(app);
});
afterAll(() => app.close());

const hash = (): string => (randomUUID() + randomUUID()).replaceAll("-", "");
const ENGINE = { sharp: "0.35.5", vips: "8.18.7", arch: "x64", os: "linux", threads: 1 };
const FACTS = { bytes: 1000, w: 640, h: 480, format: "jpeg", icc: null, hdr: false, pages: 1 };
const SIGNALS = { luma_mean: 120, noise: 3, entropy: 7 };

async function uploaded(count = 1): Promise<string[]> {
  const hashes = Array.from({ length: count }, hash);
  for (const blake3 of hashes) {
    await app.db.imageInput.create({
      data: {
        orgId: app.orgId,
        blake3,
        origin: "upload",
        name: "garden.jpg",
        bytes: 1000,
        format: "jpeg",
        receivedAt: app.clock.now(),
      },
    });
  }
  await storeBlobs(app, hashes);
  return hashes;
}

const stamped = { v: 2 as const, ts_unix_ms: 1_800_000_000_000, engine: ENGINE, host_id: "h" };

function classification(input_blake3: string, label = "color-photo"): ClassificationRecord {
  return {
    ...stamped,
    kind: "classification",
    input_blake3,
    class: label,
    class_by: "heuristic",
    confidence: 0.8,
    traits: [],
    rule: "color",
    reasons: [{ signal: "flat", value: 0.1, relation: "at-most", threshold: 0.5, gate: 1 }],
    runner_up: {
      class: "dark-photo",
      rule: "dark",
      reach: 0,
      kept_out_by: { signal: "luma_mean", value: 120, relation: "at-most", threshold: 50, gate: 0 },
    },
    signals: SIGNALS,
    classifier_version: 1,
    input: FACTS,
  };
}

function runOf(row: { id: string; inputBlake3: string; class: string }, steps: RunRecord["steps"] = STEPS): RunRecord {
  return {
    ...stamped,
    kind: "run",
    run_id: row.id,
    input_blake3: row.inputBlake3,
    class: row.class,
    class_by: "heuristic",
    traits: [],
    classifier_version: 1,
    signals: SIGNALS,
    recipe_sha: recipeSha(steps),
    steps,
    args: { "light.gamma": 1.06 },
    input: FACTS,
    work_long_side: 1600,
    output_blake3: hash(),
    output_pixels_blake3: hash(),
    output: { bytes: 900, w: 640, h: 480, format: "jpeg" },
    duration_ms: 120,
    step_ms: [120],
    skipped: [],
  };
}
const STEPS: RunRecord["steps"] = [{ op: "tone.gamma", args: { gamma: 1.06 } }];

async function told(record: RunRecord | ClassificationRecord | RunErrorRecord, warnings?: string[]) {
  const from = { orgId: app.orgId, agentId, origin: "console" as const, jobId: null };
  const trial =
    record.kind === "run"
      ? { record, blobs: { output: record.output_blake3, before: hash(), thumb: hash() }, warnings }
      : record.kind === "classification"
        ? { record, blobs: { thumb: null } }
        : { record };
  const stored = await app.db.$transaction((tx) => storeImageResult(app, tx, { from, trial }));
  await pumpBatches(app);
  return stored;
}

const start = (inputs: string[], changes: { class?: string; runAgain?: boolean; requestKey?: string } = {}) =>
  startBatch(ctx, { inputs, class: null, preview: true, runAgain: false, requestKey: randomUUID(), ...changes });
const rowsOf = async (batchId: string) => (await listRuns(ctx, { batchId, page: 1, pageSize: 100 })).rows;
const jobsOf = (batchId: string) => app.db.job.findMany({ where: { paramsJson: { contains: batchId } } });

test("IM1 the ten classes have their starters on first use, and a second use changes nothing", async () => {
  await seedClasses(ctx);
  await seedClasses(ctx);
  expect(await app.db.imageClass.count({ where: { liveSha: { not: null } } })).toBe(10);
  expect(await app.db.imageRecipe.count()).toBe(10);
  expect((await getClass(ctx, { class: "color-photo" })).live?.recipeSha).toBe(
    "f9b3d7bd56a36194e8a855ea4b6514600dab5c708e9f500ef3b3cb191ca4ac44",
  );
});

test("IM53 a batch classifies first, then runs each picture with the recipe of its class, and says what the plan is before", async () => {
  const [one = "", two = ""] = await uploaded(2);
  const plan = await planBatch(ctx, { inputs: [one, two, hash()], class: null, preview: true, runAgain: false });
  expect(plan).toMatchObject({ count: 2, groups: [{ class: null, count: 2 }], blockers: [] });
  expect(plan.refused).toHaveLength(1);
  expect(await app.db.job.count()).toBe(0);
  const { batchId } = await start([one, two]);
  expect(await getBatch(ctx, { id: batchId })).toMatchObject({ total: 2, classifying: 2, done: 0 });
  await told(classification(one));
  await told(classification(two, "form-scan"));
  const { rows: pictures } = await listInputs(ctx, { page: 1, pageSize: 10 });
  expect(pictures.find(({ blake3 }) => blake3 === one)).toMatchObject({
    reasons: [
      "color-photo, not dark-photo: mean luma is 120, the limit is 50",
      "share of flat pixels is 0.1, the limit is 0.5",
    ],
  });
  const rows = await rowsOf(batchId);
  expect(rows.map((row) => row.class).sort()).toEqual(["color-photo", "form-scan"]);
  for (const row of rows) await told(runOf(row));
  expect(await getBatch(ctx, { id: batchId })).toMatchObject({ state: "done", done: 2, failed: 0 });
});

test("IM53 at most 50 pictures a job and two unstarted jobs at a time", async () => {
  const { batchId } = await start(await uploaded(130), { class: "graphic" });
  const jobs = await jobsOf(batchId);
  expect(jobs.map((job) => JSON.parse(job.paramsJson).inputs.length)).toEqual([50, 50]);
  await cancelBatch(ctx, { id: batchId });
  expect(await getBatch(ctx, { id: batchId })).toMatchObject({ state: "cancelled", cancelled: 130 });
});

test("IM53 a batch may have more pictures than one query may name", { timeout: 300_000 }, async () => {
  const { batchId } = await start(await uploaded(1100), { class: "graphic" });
  expect(await getBatch(ctx, { id: batchId })).toMatchObject({ total: 1100, failed: 0 });
  await cancelBatch(ctx, { id: batchId });
  expect(await getBatch(ctx, { id: batchId })).toMatchObject({ state: "cancelled", cancelled: 1100 });
});

test("IM52 H-34 a double submit makes one batch; an equal run is returned, unless it is asked for again", async () => {
  const inputs = await uploaded();
  const requestKey = randomUUID();
  const first = await start(inputs, { class: "graphic", requestKey });
  expect(await start(inputs, { class: "graphic", requestKey })).toEqual(first);
  const [row] = await rowsOf(first.batchId);
  if (row === undefined) throw new Error("no run");
  const recipe = { op: "output", args: { format: "png", level: 9, palette: false } };
  await told(runOf(row, [recipe]));
  const second = await start(inputs, { class: "graphic" });
  expect(await getBatch(ctx, { id: second.batchId })).toMatchObject({ done: 1, reused: 1, state: "done" });
  const third = await start(inputs, { class: "graphic", runAgain: true });
  expect(await rowsOf(third.batchId)).toHaveLength(1);
});

test("IM53 a batch runs the recipe it was planned with, and its text is stored, though another became live meanwhile", async () => {
  const inputs = await uploaded();
  const planned = (await getClass(ctx, { class: "screenshot" })).live;
  const { batchId } = await app.db.$transaction(async (tx) => {
    const plan = await planItems(tx, { orgId: app.orgId, inputs, forcedClass: "screenshot", isAgain: false });
    const items = plan.planned.map(itemOf);
    const asked = { kind: "run" as const, class: "screenshot", isPreview: true, isAgain: false, refused: [] };
    return storeBatch(ctx, tx, { ...asked, items, requestKey: randomUUID() });
  });
  const toml = (planned?.toml ?? "").replace("level = 9", "level = 7").replace("level  = 9", "level  = 7");
  const { recipeSha: saved, version } = await saveRecipe(ctx, { class: "screenshot", toml });
  const move = { orgId: app.orgId, class: "screenshot", expectedSha: planned?.recipeSha ?? null, toVersion: version };
  const there = (change: typeof move) =>
    app.db.$transaction((tx) => moveLiveRecipe(app, tx, { ...change, kind: "promote", by: "Ada" }));
  expect(await there(move)).toEqual({ kind: "moved" });
  await pumpBatches(app);
  const [job] = await jobsOf(batchId);
  const [sent] = JSON.parse(job?.paramsJson ?? "{}").inputs;
  expect(sent.recipeSha).toBe(planned?.recipeSha);
  expect(await app.blobs.has(sent.recipeBlob)).toBe(true);
  await cancelBatch(ctx, { id: batchId });
  expect(await there({ ...move, expectedSha: saved, toVersion: planned?.version ?? 0 })).toEqual({ kind: "moved" });
});

test("IM11 the log says of a run that a person's word chose its class, whatever its agent guessed, and a second telling is the same", async () => {
  const inputs = await uploaded(2);
  const [one = "", two = ""] = inputs;
  await told(classification(one, "receipt"));
  const made = await correctClass(ctx, { inputs: [one], class: "graphic" });
  const forced = await start([two], { class: "receipt" });
  const lineOf = async (batchId: string, guess: "heuristic" | "override") => {
    const [row] = await rowsOf(batchId);
    if (row === undefined) throw new Error("no run");
    const record = { ...runOf(row), class_by: guess };
    expect([await told(record), await told(record)]).toEqual(["stored", "same"]);
    const event = await app.db.imageEvent.findFirst({ where: { runId: row.id, kind: "run" }, select: { line: true } });
    return JSON.parse(Buffer.from(event?.line ?? []).toString());
  };
  expect(await lineOf(made.batchId ?? "", "override")).toMatchObject({ class: "graphic", class_by: "correction" });
  expect(await lineOf(forced.batchId, "heuristic")).toMatchObject({ class: "receipt", class_by: "override" });
});

test("INV-7 a result told twice is stored once, and another text under its id is refused", async () => {
  const { batchId } = await start(await uploaded(), { class: "receipt" });
  const [row] = await rowsOf(batchId);
  if (row === undefined) throw new Error("no run");
  const record = runOf(row);
  expect([await told(record), await told(record), await told({ ...record, duration_ms: 1 })]).toEqual([
    "stored",
    "same",
    "differs",
  ]);
  expect(await app.db.imageEvent.count({ where: { runId: row.id } })).toBe(1);
});

test("IM27 a run_error fails its run with the reason, and the batch goes on", async () => {
  const { batchId } = await start(await uploaded(2), { class: "receipt" });
  const [bad, good] = await rowsOf(batchId);
  if (bad === undefined || good === undefined) throw new Error("no runs");
  await told({
    ...stamped,
    kind: "run_error",
    run_id: bad.id,
    input_blake3: bad.inputBlake3,
    class: bad.class,
    recipe_sha: bad.recipeSha,
    reason: "time_limit",
    duration_ms: 30_000,
  });
  await told(runOf(good));
  const batch = await getBatch(ctx, { id: batchId });
  expect(batch).toMatchObject({ state: "done", done: 1, failed: 1 });
  expect(batch.failures).toEqual([{ blake3: bad.inputBlake3, reason: "time_limit" }]);
});

/** What an agent says of inputs of its job, twice, and the job's end. */
async function toldUnreadable(batchId: string, told: Record<string, string>): Promise<void> {
  const [job] = await jobsOf(batchId);
  if (job === undefined) throw new Error("no job");
  const words = Object.entries(told);
  for (const [blake3, detail] of [...words, ...words]) {
    const body = { blake3, reason: "truncated" as const, detail };
    await app.db.$transaction((tx) => storeUnreadable(app, tx, { job, told: body }));
  }
  await app.db.job.update({ where: { id: job.id }, data: { state: "FAILED", exitReason: "truncated" } });
  await pumpBatches(app);
}

test("IM45 IM53 each picture that cannot be read has its own reason, on the item and on the picture, and no later batch plans it unless asked", async () => {
  const inputs = await uploaded(3);
  const [one = "", two = "", untold = ""] = inputs;
  const { batchId } = await start(inputs);
  const stranger = (await uploaded())[0] ?? "";
  await toldUnreadable(batchId, { [one]: "ends early", [two]: "bad marker", [stranger]: "not of this job" });
  const reasons = { [one]: "truncated: ends early", [two]: "truncated: bad marker" };
  expect(await getBatch(ctx, { id: batchId })).toMatchObject({
    state: "done",
    failures: [
      ...[one, two].map((blake3) => ({ blake3, reason: reasons[blake3] })),
      { blake3: untold, reason: "the job ended without this result (failed: truncated)" },
    ],
  });
  const problems = async () => {
    const rows = await app.db.imageInput.findMany({ where: { blake3: { in: [one, two, stranger] } } });
    return new Map(rows.map(({ blake3, problem }) => [blake3, problem]));
  };
  expect(Object.fromEntries(await problems())).toEqual({ ...reasons, [stranger]: null });
  const plan = { inputs, class: null, preview: true, runAgain: false };
  const { count, refused } = await planBatch(ctx, plan);
  expect({ count, refused }).toEqual({
    count: 1,
    refused: [one, two].map((blake3) => ({ blake3, reason: `an agent could not read it: ${reasons[blake3]}` })),
  });
  expect(await planBatch(ctx, { ...plan, runAgain: true })).toMatchObject({ count: 3, refused: [] });
  await told(classification(one));
  expect((await problems()).get(one)).toBeNull();
});

test("IM45 a picture that can be read keeps no reason of an agent that comes late, and one cut off is known by its failed run", async () => {
  const [one = "", two = ""] = await uploaded(2);
  const { batchId } = await start([one]);
  await told(classification(one, "form-scan"));
  await toldUnreadable(batchId, { [one]: "late" });
  const forced = await start([two], { class: "receipt" });
  const [row] = await rowsOf(forced.batchId);
  if (row === undefined) throw new Error("no run");
  const failed = {
    ...stamped,
    kind: "run_error" as const,
    run_id: row.id,
    recipe_sha: row.recipeSha,
    class: row.class,
  };
  await told({ ...failed, input_blake3: two, reason: "truncated", duration_ms: 3 });
  const rows = await app.db.imageInput.findMany({ where: { blake3: { in: [one, two] } } });
  const problems = Object.fromEntries(rows.map(({ blake3, problem }) => [blake3, problem]));
  expect(problems).toEqual({ [one]: null, [two]: "truncated" });
});

test("IM30 the warnings of a run stand beside its result, and a run without has none", async () => {
  const { batchId } = await start(await uploaded(2), { class: "receipt" });
  const [one, two] = await rowsOf(batchId);
  if (one === undefined || two === undefined) throw new Error("no runs");
  const words = ["JPEG has no alpha: the picture was put on white (#ffffff)"];
  await told(runOf(one), words);
  await told(runOf(two));
  const warnings = new Map((await rowsOf(batchId)).map((row) => [row.id, row.warnings]));
  expect([warnings.get(one.id), warnings.get(two.id)]).toEqual([words, []]);
});

test("TC26 a run whose recipe_sha is not the one of its steps is kept and marked", async () => {
  const { batchId } = await start(await uploaded(), { class: "receipt" });
  const [row] = await rowsOf(batchId);
  if (row === undefined) throw new Error("no run");
  const said = hash();
  await told({ ...runOf(row), recipe_sha: said });
  const [stored] = await rowsOf(batchId);
  expect(stored).toMatchObject({ state: "done", isShaMismatch: true, recipeSha: recipeSha(STEPS) });
  const event = await app.db.imageEvent.findFirst({ where: { runId: row.id }, select: { line: true } });
  expect(Buffer.from(event?.line ?? []).toString()).toContain(said);
});

test("IM57 IM28 a pass-through and a full-size run are never offered for rating", async () => {
  const { batchId } = await start(await uploaded(2), { class: "receipt" });
  const [one, two] = await rowsOf(batchId);
  if (one === undefined || two === undefined) throw new Error("no runs");
  await told(runOf(one, []));
  await told({ ...runOf(two), work_long_side: null });
  const reasons = new Map((await rowsOf(batchId)).map((row) => [row.id, row.notRateable]));
  expect([reasons.get(one.id), reasons.get(two.id)]).toEqual(["pass_through", "full_size"]);
});

test("TC17 IM12 a correction leaves the old run as it was but flagged, queues one with the right recipe and stores the label", async () => {
  const inputs = await uploaded();
  const { batchId } = await start(inputs, { class: "receipt" });
  const [old] = await rowsOf(batchId);
  if (old === undefined) throw new Error("no run");
  await told(runOf(old));
  const made = await correctClass(ctx, { inputs, class: "graphic" });
  expect(made.corrected).toBe(1);
  const [before] = await rowsOf(batchId);
  expect(before).toMatchObject({ id: old.id, class: "receipt", state: "done", isClassCorrected: true });
  const queued = await rowsOf(made.batchId ?? "");
  expect(queued).toMatchObject([{ class: "graphic", state: "queued", isClassCorrected: false }]);
  const event = await app.db.imageEvent.findFirst({ where: { kind: "correction", inputBlake3: inputs[0] ?? "" } });
  expect(JSON.parse(Buffer.from(event?.line ?? []).toString())).toMatchObject({
    kind: "correction",
    class_was: "unknown",
    class_now: "graphic",
  });
  await told(classification(inputs[0] ?? "", "receipt"));
  const [row] = (await listInputs(ctx, { page: 1, pageSize: 1, class: "graphic" })).rows;
  expect(row).toMatchObject({ classBy: "correction", class: "graphic" });
});

test("IM11 a class forced on a batch gives way to a correction, and no later answer of a lower rank takes its place", async () => {
  const inputs = await uploaded(2);
  const [corrected = "", forced = ""] = inputs;
  await correctClass(ctx, { inputs: [corrected], class: "graphic" });
  const { batchId } = await start(inputs, { class: "receipt" });
  const items = await app.db.imageBatchItem.findMany({ where: { batchId } });
  const named = new Map(items.map((item) => [item.inputBlake3, [item.class, item.classBy]]));
  expect(named.get(corrected)).toEqual(["graphic", "correction"]);
  expect(named.get(forced)).toEqual(["receipt", "override"]);
  const classOf = async () => {
    const row = await app.db.imageInput.findFirst({
      where: { blake3: forced },
      select: { class: true, classBy: true },
    });
    return [row?.class, row?.classBy];
  };
  await app.db.imageInput.updateMany({ where: { blake3: forced }, data: { class: "receipt", classBy: "agent" } });
  await told(classification(forced, "screenshot"));
  expect(await classOf()).toEqual(["receipt", "agent"]);
  await told({ ...classification(forced, "mono-photo"), ts_unix_ms: 1_800_000_000_001, class_by: "override" });
  expect(await classOf()).toEqual(["mono-photo", "override"]);
});

test("TU49 the live recipe moves only from the sha that was shown; of two at once one wins", async () => {
  const { live } = await getClass(ctx, { class: "graphic" });
  const toml = (live?.toml ?? "").replace("level = 9", "level = 8").replace("level  = 9", "level  = 8");

  const saved = await saveRecipe(ctx, { class: "graphic", toml });
  expect(saved.isLive).toBe(false);
  const move = {
    orgId: app.orgId,
    class: "graphic",
    expectedSha: live?.recipeSha ?? null,
    toVersion: saved.version,
    kind: "promote" as const,
    by: "Ada",
  };
  const moved = await Promise.all([0, 1].map(() => app.db.$transaction((tx) => moveLiveRecipe(app, tx, move))));
  expect(moved.map(({ kind }) => kind).sort()).toEqual(["moved", "stale"]);
  const after = await getClass(ctx, { class: "graphic" });
  expect(after.live?.recipeSha).toBe(saved.recipeSha);
  expect(after.moves.map(({ kind }) => kind)).toEqual(["promote", "starter"]);
});
