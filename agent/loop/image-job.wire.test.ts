import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { blake3Hex } from "../../core/canonical/blake3.ts";
import { ImageTrial } from "../../core/contract/v1/image-jobs.ts";
import { encodeWire } from "../../core/contract/v1/wire.ts";
import { parseRecipe } from "../../core/imaging/recipe/parse-recipe.ts";
import { picture } from "../test/fixtures/pictures.ts";
import { type PlaneServer, startPlaneServer } from "../test/fixtures/plane-server.ts";
import { startTestAgent, testAgentOptions, testStateDir } from "../test/fixtures/test-agent.ts";

const LIMIT = { timeout: 120_000 };
const HEAD = 'schema = 1\nclass = "graphic"\n';
const SOFT = `${HEAD}[[step]]\nid = "light"\nop = "tone.gamma"\ngamma = 1.2\n[output]\nformat = "png"\n`;
const SLOW = `${HEAD}[limits]\nmax_seconds = 1\n[output]\nformat = "avif"\neffort = 9\n`;

async function scene() {
  const plane = await startPlaneServer();
  const stateDir = testStateDir();
  const options = testAgentOptions(stateDir, { url: plane.url, joinToken: plane.joinToken });
  let agent = startTestAgent(options);
  onTestFinished(async () => {
    await agent.stop();
    await plane.close();
  });
  const restart = async (): Promise<void> => {
    await agent.stop();
    agent = startTestAgent(options);
  };
  return { plane, stateDir, restart };
}

function keep(plane: PlaneServer, bytes: Uint8Array): string {
  const hash = blake3Hex(bytes);
  plane.blobs.set(hash, bytes);
  return hash;
}

const pngOf = async (side: number): Promise<Uint8Array> => picture(side, side).png().toBuffer();

function inputOf(plane: PlaneServer, bytes: Uint8Array, toml: string) {
  const parsed = parseRecipe(toml, { fileStem: "graphic" });
  const recipeSha = parsed.kind === "recipe" ? parsed.recipe.sha : "0".repeat(64);
  const recipeBlob = keep(plane, new TextEncoder().encode(toml));
  return { blake3: keep(plane, bytes), name: "a.png", runId: randomUUID(), class: "graphic", recipeSha, recipeBlob };
}

interface Asked {
  readonly kind?: string;
  readonly params: object;
  readonly job?: string;
  readonly fence?: string;
}

async function offer(
  plane: PlaneServer,
  { kind = "image-run", params, job = randomUUID(), fence = "1.1" }: Asked,
): Promise<string> {
  const change = { kind, params: encodeWire(z.unknown(), params) };
  plane.push(await plane.offerTune({ jobId: job, fence, runId: randomUUID(), models: ["test/one"], change }));
  return job;
}

const eventsOf = (plane: PlaneServer, job: string) => plane.events.filter((event) => event.job === job);
const typesOf = (plane: PlaneServer, job: string) => eventsOf(plane, job).map(({ type }) => type);
const untilEnds = (plane: PlaneServer, job: string, count = 1) =>
  plane.until(() => typesOf(plane, job).filter((type) => type === "job.finished").length >= count);

/** The fixture decodes bodies into TypeScript keys; a console reads a trial's raw body. */
const trialsOf = (plane: PlaneServer, job: string): ImageTrial[] =>
  eventsOf(plane, job)
    .filter(({ type }) => type === "job.trial")
    .map(({ body }) => ImageTrial.parse(encodeWire(z.unknown(), body)));
const finishedOf = (plane: PlaneServer, job: string) =>
  eventsOf(plane, job).findLast(({ type }) => type === "job.finished")?.body;

test(
  "JK8 INV-22 each run is one trial whose blobs are stored before it, and the scratch folder is gone",
  LIMIT,
  async () => {
    const { plane, stateDir } = await scene();
    const input = inputOf(plane, await pngOf(64), SOFT);
    const job = await offer(plane, { params: { inputs: [input], preview: true, batchId: "b1" } });
    await untilEnds(plane, job);
    expect(typesOf(plane, job)).toEqual(["job.received", "job.permitted", "job.started", "job.trial", "job.finished"]);
    expect(finishedOf(plane, job)).toMatchObject({ outcome: "succeeded", exitReason: "ok" });
    const [trial] = trialsOf(plane, job);
    expect(trial).toMatchObject({
      record: { kind: "run", run_id: input.runId, recipe_sha: input.recipeSha, work_long_side: 1600, batch_id: "b1" },
    });
    const blobs = z.record(z.string(), z.string()).parse(trial !== undefined && "blobs" in trial ? trial.blobs : null);
    expect(Object.keys(blobs).sort()).toEqual(["before", "output", "thumb"]);
    for (const hash of Object.values(blobs)) expect(plane.blobs.has(hash)).toBe(true);
    expect(existsSync(join(stateDir, "image-jobs")) ? readdirSync(join(stateDir, "image-jobs")) : []).toEqual([]);
  },
);

test("T7 pictures of a job whose agent was killed are gone once the next one has started", LIMIT, async () => {
  const { plane, stateDir, restart } = await scene();
  const starts = () => plane.events.filter(({ type }) => type === "agent.started").length;
  await plane.until(() => starts() === 1);
  const folder = join(stateDir, "image-jobs", randomUUID(), "input");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "picture"), "a picture of the console");
  await restart();
  await plane.until(() => starts() === 2);
  expect(existsSync(join(stateDir, "image-jobs"))).toBe(false);
});

test(
  "TC21 a run over its time limit is killed and writes run_error, and the next one of the job is served",
  LIMIT,
  async () => {
    const { plane } = await scene();
    const slow = inputOf(plane, await pngOf(2400), SLOW);
    const quick = inputOf(plane, await pngOf(64), SOFT);
    const torn = inputOf(plane, (await pngOf(96)).slice(0, 400), SOFT);
    const job = await offer(plane, { params: { inputs: [slow, torn, quick], preview: false } });
    await untilEnds(plane, job);
    expect(trialsOf(plane, job).map(({ record }) => record)).toMatchObject([
      { kind: "run_error", run_id: slow.runId, reason: "time_limit" },
      { kind: "run_error", run_id: torn.runId, reason: "truncated" },
      { kind: "run", run_id: quick.runId, work_long_side: null },
    ]);
    expect(finishedOf(plane, job)).toMatchObject({ outcome: "succeeded" });
  },
);

test("JK7 a recipe whose text has another sha ends the job in recipe_mismatch before any run", LIMIT, async () => {
  const { plane } = await scene();
  const bytes = await pngOf(64);
  const inputs = [inputOf(plane, bytes, SOFT), { ...inputOf(plane, bytes, SOFT), recipeSha: "f".repeat(64) }];
  const job = await offer(plane, { params: { inputs, preview: true } });
  await untilEnds(plane, job);
  expect(finishedOf(plane, job)).toMatchObject({ outcome: "failed", exitReason: "recipe_mismatch" });
  expect(trialsOf(plane, job)).toEqual([]);
});

test(
  "a second attempt runs only what the first has not reported, also after a restart of the agent",
  LIMIT,
  async () => {
    const { plane, restart } = await scene();
    const inputs = [inputOf(plane, await pngOf(64), SOFT), inputOf(plane, await pngOf(80), HEAD)];
    const job = await offer(plane, { params: { inputs: inputs.slice(0, 1), preview: true } });
    await untilEnds(plane, job);
    await restart();
    await offer(plane, { params: { inputs, preview: true }, job, fence: "1.2" });
    await untilEnds(plane, job, 2);
    const runs = trialsOf(plane, job).map(({ record }) => (record.kind === "run" ? record.run_id : record.kind));
    expect(runs).toEqual(inputs.map(({ runId }) => runId));
  },
);

test("IM30 a run whose result should be looked at says why in its trial, others say nothing", LIMIT, async () => {
  const { plane } = await scene();
  const black = `${HEAD}[[step]]\nid = "bw"\nop = "bw.threshold"\nlevel = 255\n[output]\nformat = "png"\n`;
  const bytes = await pngOf(64);
  const inputs = [inputOf(plane, bytes, black), inputOf(plane, bytes, `${HEAD}[output]\nformat = "png"\n`)];
  const job = await offer(plane, { params: { inputs, preview: true } });
  await untilEnds(plane, job);
  const [dark, same] = trialsOf(plane, job);
  expect(dark).toMatchObject({ warnings: expect.arrayContaining([expect.stringMatching(/^the result differs much/)]) });
  expect(same).not.toHaveProperty("warnings");
});

test("TC3 a pass-through run has its input as output and uploads none", LIMIT, async () => {
  const { plane } = await scene();
  const input = inputOf(plane, await pngOf(64), HEAD);
  const job = await offer(plane, { params: { inputs: [input], preview: true } });
  await untilEnds(plane, job);
  expect(trialsOf(plane, job)).toMatchObject([
    { record: { output_blake3: input.blake3, output_pixels_blake3: null }, blobs: { output: null, before: null } },
  ]);
});

test("an image-replay runs each item at its own size and names the run it repeats", LIMIT, async () => {
  const { plane } = await scene();
  const { name: _name, class: label, ...item } = inputOf(plane, await pngOf(64), SOFT);
  const replayOf = randomUUID();
  const job = await offer(plane, {
    kind: "image-replay",
    params: { class: label, items: [{ ...item, replayOf, workLongSide: 32 }] },
  });
  await untilEnds(plane, job);
  expect(trialsOf(plane, job)).toMatchObject([
    { record: { replay_of: replayOf, work_long_side: 32, output: { w: 32, h: 32 } } },
  ]);
});

test(
  "TU52 a replay tells how far its output is from the stored one, and nothing where the bytes are the same",
  LIMIT,
  async () => {
    const { plane } = await scene();
    const bytes = await pngOf(64);
    const { name: _name, class: label, ...item } = inputOf(plane, bytes, SOFT);
    const other = inputOf(plane, bytes, SOFT.replace("1.2", "1.6"));
    const first = await offer(plane, { kind: "image-replay", params: { class: label, items: [item] } });
    await untilEnds(plane, first);
    const [made] = trialsOf(plane, first);
    const storedOutput = made?.record.kind === "run" ? made.record.output_blake3 : "";
    const repeated = (change: object) => ({ ...item, runId: randomUUID(), storedOutput, ...change });
    const small = { workLongSide: 32 };
    const brighter = { recipeSha: other.recipeSha, recipeBlob: other.recipeBlob };
    const items = [{}, brighter, small, { storedOutput: "d".repeat(64) }].map(repeated);
    const job = await offer(plane, { kind: "image-replay", params: { class: label, items } });
    await untilEnds(plane, job);
    const [same, changed, reduced, unknown] = trialsOf(plane, job);
    expect(same).not.toHaveProperty("distance");
    expect(changed).toMatchObject({ distance: { is_same_size: true, largest: expect.any(Number) } });
    expect(reduced).toMatchObject({ distance: { is_same_size: false, largest: null, mean: null, ssim: null } });
    expect(unknown).not.toHaveProperty("distance");
    expect(finishedOf(plane, job)).toMatchObject({ outcome: "succeeded" });
  },
);

test("a cancel ends the running child and the job as cancelled, without a record of the run", LIMIT, async () => {
  const { plane } = await scene();
  const slow = inputOf(plane, await pngOf(2400), SLOW.replace("max_seconds = 1", "max_seconds = 120"));
  const job = await offer(plane, { params: { inputs: [slow], preview: false } });
  await plane.until(() => typesOf(plane, job).includes("job.started"));
  plane.cancelled.add(job);
  await untilEnds(plane, job);
  expect(finishedOf(plane, job)).toMatchObject({ outcome: "cancelled" });
  expect(trialsOf(plane, job)).toEqual([]);
});

test("a missing input ends the job with its reason", LIMIT, async () => {
  const { plane } = await scene();
  const input = { ...inputOf(plane, await pngOf(64), SOFT), blake3: "e".repeat(64) };
  const job = await offer(plane, { params: { inputs: [input], preview: true } });
  await untilEnds(plane, job);
  expect(finishedOf(plane, job)).toMatchObject({ outcome: "failed", exitReason: "blob_missing" });
});

test(
  "JK7 IM45 an input without a recipe is classified only; each that cannot be read is told with its own reason, and the job fails with the first",
  LIMIT,
  async () => {
    const { plane } = await scene();
    const torn = { blake3: keep(plane, (await pngOf(96)).slice(0, 400)), name: "torn.png" };
    const whole = { blake3: keep(plane, await pngOf(96)), name: "a.png" };
    const foreign = { blake3: keep(plane, Buffer.from("II*\0 no picture we take")), name: "b.png" };
    const job = await offer(plane, { params: { inputs: [torn, whole, foreign], preview: true } });
    await untilEnds(plane, job);
    expect(trialsOf(plane, job)).toMatchObject([
      { record: { kind: "classification", input_blake3: whole.blake3, class_by: "heuristic" }, blobs: { thumb: null } },
    ]);
    const unreadable = eventsOf(plane, job).filter(({ type }) => type === "job.unreadable");
    expect(unreadable.map(({ body }) => body)).toEqual([
      { blake3: torn.blake3, reason: "truncated", detail: expect.stringMatching(/./) },
      { blake3: foreign.blake3, reason: "unsupported_format", detail: expect.stringContaining("TIFF") },
    ]);
    const message = expect.stringContaining(`2 of 3 could not be read; the first is ${torn.blake3}: `);
    expect(finishedOf(plane, job)).toMatchObject({ outcome: "failed", exitReason: "truncated", message });
  },
);
