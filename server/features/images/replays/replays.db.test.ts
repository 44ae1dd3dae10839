import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImageTrial, PixelDistance } from "../../../../core/contract/v1/image-jobs.ts";
import { argsOf } from "../../../../core/imaging/recipe/recipe.ts";
import { COLOR_PHOTO } from "../../../../core/imaging/recipe/starters/color-photo.ts";
import { recipeOf } from "../../../../core/imaging/recipe/test-recipe.ts";
import { makeRunError } from "../../../../core/imaging/record/record.ts";
import type { RunRecord } from "../../../../core/imaging/record/run.ts";
import { aRun, ENGINE } from "../../../../core/imaging/record/test-records.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import type { Context } from "../../../trpc/context.ts";
import { recordBlobAlone } from "../../blobs/index.ts";
import { pumpBatches } from "../batches/pump.ts";
import { storeImageResult } from "../results/store-result.ts";
import { imageAgent, imageContext } from "../test-images.ts";
import { getReplay } from "./read-replay.ts";
import { startReplay } from "./start-replay.ts";

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
const CANDIDATE = COLOR_PHOTO.replace("gamma = 1.06", "gamma = 1.2");
const DISTANCE: PixelDistance = { is_same_size: true, largest: 7, mean: 0.25, ssim: 0.98 };

async function pixelsHere(orgId = app.orgId): Promise<string> {
  const put = await app.blobs.put(Readable.from([Buffer.from(randomUUID())]), { limitBytes: 100 });
  if (put.kind !== "stored") throw new Error(put.kind);
  const { hash: blake3, bytes } = put;
  await recordBlobAlone(app, { orgId, hash: blake3, bytes, header: null, source: "agent", agentId: null });
  return blake3;
}

async function told(trial: ImageTrial) {
  const from = { orgId: app.orgId, agentId, origin: "console" as const, jobId: null };
  expect(await app.db.$transaction((tx) => storeImageResult(app, tx, { from, trial }))).toBe("stored");
  await pumpBatches(app);
}

const trialOf = (record: RunRecord, distance?: PixelDistance): ImageTrial => ({
  record,
  blobs: { output: record.output_blake3, before: hash(), thumb: null },
  ...(distance === undefined ? {} : { distance }),
});

/** A finished run of the example recipe, with or without its pixels on the console. */
async function stored(over: Partial<RunRecord> & { isHere?: boolean } = {}): Promise<RunRecord> {
  const { isHere = true, ...changes } = over;
  const input_blake3 = isHere ? await pixelsHere() : hash();
  const {
    kind: _kind,
    v: _v,
    input_path: _path,
    ...fields
  } = {
    ...aRun({
      run_id: randomUUID(),
      input_blake3,
      work_long_side: 1600,
      output_blake3: hash(),
      output_pixels_blake3: hash(),
    }),
    ...changes,
  };
  const record = aRun(fields);
  await told(trialOf(record));
  return record;
}

const start = (label: string, more: { candidate?: string; requestKey?: string; most?: number } = {}) =>
  startReplay(ctx, { class: label, recipeSha: null, candidate: null, most: 100, requestKey: randomUUID(), ...more });

async function jobsOf(label: string) {
  const jobs = await app.db.job.findMany({ where: { kind: "image-replay", paramsJson: { contains: `"${label}"` } } });
  return jobs.map(({ paramsJson }) => JSON.parse(paramsJson));
}

test("TU52 TUB5 stored runs are run again under their own recipe and a candidate, and the report tells them apart", async () => {
  const [first, second] = [await stored(), await stored()];
  const requestKey = randomUUID();
  const { batchId } = await start("color-photo", { candidate: CANDIDATE, requestKey });
  expect(await start("color-photo", { candidate: CANDIDATE, requestKey })).toEqual({ batchId });
  const [job] = await jobsOf("color-photo");
  const own = recipeOf(COLOR_PHOTO);
  const candidate = recipeOf(CANDIDATE);
  expect(job).toMatchObject({ class: "color-photo" });
  expect(job.items).toHaveLength(4);
  const itemOf = (run: RunRecord, sha: string) =>
    job.items.find(
      (item: { replayOf: string; recipeSha: string }) => item.replayOf === run.run_id && item.recipeSha === sha,
    );
  expect(itemOf(first, own.sha)).toMatchObject({
    blake3: first.input_blake3,
    workLongSide: 1600,
    storedOutput: first.output_blake3,
  });
  const again = (run: RunRecord, sha: string, over: Partial<Parameters<typeof aRun>[0]>) => {
    const recipe = sha === own.sha ? own : candidate;
    const { runId: run_id } = itemOf(run, sha);
    const of = { steps: [...recipe.steps], recipe_sha: sha, args: argsOf(recipe), replay_of: run.run_id };
    const { output_pixels_blake3 } = run;
    const size = { input_blake3: run.input_blake3, work_long_side: 1600 };
    return aRun({ run_id, ...size, ...of, output_blake3: hash(), output_pixels_blake3, ...over });
  };
  await told(trialOf(again(first, own.sha, {})));
  expect(await getReplay(ctx, { id: batchId })).toMatchObject({
    state: "running",
    own: { runs: 2, replayed: 1, equal: 1 },
  });
  const elsewhere = { engine: { ...ENGINE, vips: "8.19.0" }, output_pixels_blake3: hash() };
  await told(trialOf(again(second, own.sha, elsewhere), DISTANCE));
  await told(trialOf(again(first, candidate.sha, { output_pixels_blake3: hash() }), { ...DISTANCE, largest: 40 }));
  const failed = again(second, candidate.sha, {});
  const { run_id, input_blake3, host_id, engine } = failed;
  const error = { run_id, input_blake3, host_id, engine, reason: "time_limit" as const, duration_ms: 9 };
  await told({
    record: makeRunError({ ...error, ts_unix_ms: 1, class: "color-photo", recipe_sha: candidate.sha }),
  });
  const report = await getReplay(ctx, { id: batchId });
  expect(report).toMatchObject({
    state: "done",
    candidateSha: candidate.sha,
    own: { runs: 2, replayed: 2, equal: 1, differ: 1 },
    candidate: { runs: 2, replayed: 2, equal: 0, differ: 2 },
    missingInputs: [],
  });
  const [difference] = report.own.differences;
  expect(difference).toMatchObject({ runId: second.run_id, engine: [{ part: "vips", now: "8.19.0" }] });
  expect(difference?.text).toContain("another engine (vips 8.18.7 → 8.19.0): largest difference 7 of 255, mean 0.2500");
  const texts = report.candidate?.differences.map(({ text }) => text).join("\n");
  expect(texts).toContain("on the same engine: largest difference 40 of 255");
  expect(texts).toContain("on the same engine: it failed: time_limit");
});

test("TU52 TUB5 a run whose own recipe is the candidate is run once and counted on both sides", async () => {
  const label = { class: "mono-photo" };
  const run = await stored(label);
  const toml = COLOR_PHOTO.replace('class  = "color-photo"', 'class  = "mono-photo"');
  const { batchId } = await start("mono-photo", { candidate: toml });
  const [job] = await jobsOf("mono-photo");
  expect(job.items).toMatchObject([{ replayOf: run.run_id, recipeSha: run.recipe_sha }]);
  expect(await getReplay(ctx, { id: batchId })).toMatchObject({
    candidateSha: run.recipe_sha,
    own: { runs: 1 },
    candidate: { runs: 1 },
  });
});

test("AC2 BL2 pixels that only another organisation has are missing, as if nobody had them", async () => {
  const elsewhere = await pixelsHere(randomUUID());
  await stored({ class: "form-scan", isHere: false, input_blake3: elsewhere });
  await expect(start("form-scan")).rejects.toThrow("corpus has moved: the pixels of 1 of 1 inputs are not here");
});

test("TU54 a replay is a run of its own that is never offered for rating nor replayed itself", async () => {
  const replays = await app.db.imageRun.findMany({
    where: { orgId: app.orgId, replayOf: { not: null }, state: "done" },
  });
  expect(replays).toHaveLength(3);
  expect(replays.map(({ notRateable }) => notRateable)).toEqual(["replay", "replay", "replay"]);
  const { batchId } = await start("color-photo");
  expect((await getReplay(ctx, { id: batchId })).own.runs).toBe(2);
});

test("TD31 TU53 a class whose inputs are mostly gone is not judged; what is missing and what is old is said", async () => {
  const label = { class: "receipt" };
  await stored(label);
  await stored({ ...label, isHere: false });
  await stored({
    ...label,
    steps: [],
    args: {},
    recipe_sha: recipeOf('schema = 1\nclass = "receipt"\n', "receipt").sha,
    output_pixels_blake3: null,
  });
  const { batchId } = await start("receipt");
  const report = await getReplay(ctx, { id: batchId });
  expect(report).toMatchObject({ own: { runs: 1 }, candidate: null, notReplayable: { no_pixels: 1, v1: 0 } });
  expect(report.missingInputs).toHaveLength(1);
  await stored({ ...label, isHere: false });
  await expect(start("receipt")).rejects.toThrow("receipt: corpus has moved: the pixels of 2 of 3 inputs are not here");
  await expect(start("graphic")).rejects.toThrow("graphic has no finished run yet");
  await expect(start("color-photo", { candidate: "schema = 1" })).rejects.toThrow(/class: must be a label/);
});
