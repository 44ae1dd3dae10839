import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import type { CanonicalStep } from "../../../core/imaging/recipe/recipe.ts";
import { listProcesses } from "../../host/process-list.ts";
import { systemClock } from "../../host/system-clock.ts";
import { painted, picture } from "../../test/fixtures/pictures.ts";
import { blake3Of } from "../hash.ts";
import { createImagePool, type ImagePoolOptions } from "./image-pool.ts";
import type { RunTask } from "./task.ts";

const PNG: CanonicalStep = { op: "output", args: { format: "png", level: 6, palette: false } };
const MEDIAN: CanonicalStep = { op: "denoise.median", args: { size: 3 } };
/** Minutes of encoding on any machine. */
const ENDLESS: CanonicalStep = { op: "output", args: { format: "avif", quality: 85, effort: 9 } };

function freshPool(options: Partial<ImagePoolOptions> = {}) {
  const scratchDir = mkdtempSync(join(tmpdir(), "espalier-pool-"));
  const pool = createImagePool({ scratchDir, takesAvif: false, monoMs: systemClock.monoMs, ...options });
  onTestFinished(() => pool.close());
  return { pool, scratchDir };
}

let count = 0;
function runOf(scratchDir: string, inputPath: string, ...steps: CanonicalStep[]): RunTask {
  count += 1;
  const outputDir = join(scratchDir, `task-${count}`);
  mkdirSync(outputDir);
  return {
    kind: "run",
    inputPath,
    outputDir,
    steps,
    ids: steps.map(({ op }, index) => (op === "output" ? "output" : `s${index}`)),
    workLongSide: null,
    maxPixels: 50_000_000,
    maxSeconds: 60,
    maxOutputBytes: null,
    wants: { before: false, thumb: false, pixels: true },
  };
}

async function save(folder: string, name: string, bytes: Promise<Uint8Array> | Uint8Array): Promise<string> {
  const path = join(folder, name);
  writeFileSync(path, await bytes);
  return path;
}

const ownWorkers = async () =>
  (await listProcesses()).filter(
    ({ parentPid, argv }) => parentPid === process.pid && argv.some((word) => word.endsWith("imaging/worker/main.ts")),
  );

test("IM27 the child's environment is empty but for MALLOC_ARENA_MAX, and its engine has one thread", async () => {
  const { pool } = freshPool();
  const answer = await pool.engine();
  expect(answer).toMatchObject({ ok: true, engine: { sharp: "0.35.5", vips: "8.18.7", threads: 1 } });
  const [worker] = await ownWorkers();
  if (process.platform === "linux") {
    const environment = readFileSync(`/proc/${worker?.pid}/environ`, "utf8").split("\0").filter(Boolean);
    expect(environment.filter((pair) => !pair.startsWith("NODE_CHANNEL_"))).toEqual(["MALLOC_ARENA_MAX=2"]);
  }
  expect(worker?.argv).toContain("--permission");
});

test("IM29 a run writes its output, the before picture and a thumbnail and names them by BLAKE3", async () => {
  const { pool, scratchDir } = freshPool();
  const inputPath = await save(scratchDir, "in.png", picture(700, 500).png().toBuffer());
  const task = { ...runOf(scratchDir, inputPath, MEDIAN, PNG), workLongSide: 350 };
  const seen: string[] = [];
  const outcome = await pool.run(
    { ...task, wants: { before: true, thumb: true, pixels: true } },
    { onStep: ({ id }) => seen.push(id) },
  );
  if (!outcome.ok) throw new Error(outcome.detail);
  expect(outcome.input).toMatchObject({ w: 700, h: 500, format: "png", pages: 1, hdr: false, icc: null });
  expect(seen).toEqual(["s0", "output"]);
  expect(outcome.steps.map(({ op }) => op)).toEqual(["denoise.median", "output"]);
  for (const file of [outcome.output, outcome.before, outcome.thumb]) {
    if (file === null) throw new Error("a file is missing");
    const bytes = readFileSync(file.path);
    expect(file).toMatchObject({ bytes: bytes.length, blake3: await blake3Of([bytes]) });
    expect(await sharp(bytes).metadata()).toMatchObject({ width: file.w, height: file.h, format: file.format });
  }
  expect(outcome.output).toMatchObject({ w: 350, h: 250, format: "png" });
  expect(outcome.before).toMatchObject({ w: 350, h: 250, format: "png" });
  expect(outcome.thumb).toMatchObject({ w: 320, format: "webp" });
  expect(outcome.outputPixelsBlake3).toMatch(/^[0-9a-f]{64}$/);
});

test("IM16 a pass-through decodes nothing and writes no output", async () => {
  const { pool, scratchDir } = freshPool();
  const inputPath = await save(scratchDir, "in.webp", picture(60, 40).webp().toBuffer());
  const outcome = await pool.run(runOf(scratchDir, inputPath));
  expect(outcome).toMatchObject({ ok: true, output: null, outputPixelsBlake3: null, steps: [], warnings: [] });
});

test("IMB9 a run past max_seconds is ended and reported, and IM27 the pool serves the next one (TC21)", async () => {
  const { pool, scratchDir } = freshPool({ maxChildren: 1 });
  await pool.engine();
  const large = await save(scratchDir, "large.png", picture(3000, 2000).png({ compressionLevel: 1 }).toBuffer());
  const startedMs = performance.now();
  const outcome = await pool.run({ ...runOf(scratchDir, large, ENDLESS), maxSeconds: 2 });
  expect(outcome).toMatchObject({ ok: false, reason: "time_limit" });
  process.stdout.write(`IMB9: a run limited to 2 s ended after ${Math.round(performance.now() - startedMs)} ms\n`);
  expect(await ownWorkers()).toEqual([]);
  const small = await save(scratchDir, "small.png", picture(40, 30).png().toBuffer());
  expect(await pool.run(runOf(scratchDir, small, PNG))).toMatchObject({ ok: true });
});

test("IM27 a child above its memory limit is ended as memory_limit", async () => {
  const { pool, scratchDir } = freshPool({ rssLimitBytes: 60 * 1_048_576 });
  const large = await save(scratchDir, "large.png", picture(3000, 2000).png({ compressionLevel: 1 }).toBuffer());
  expect(await pool.run(runOf(scratchDir, large, ENDLESS))).toMatchObject({ ok: false, reason: "memory_limit" });
  expect(await ownWorkers()).toEqual([]);
});

test("IM27 an output above the limit of a job is refused and not written", async () => {
  const { pool, scratchDir } = freshPool();
  const inputPath = await save(scratchDir, "in.png", picture(400, 300).png().toBuffer());
  const task = { ...runOf(scratchDir, inputPath, PNG), maxOutputBytes: 1000 };
  expect(await pool.run(task)).toMatchObject({ ok: false, reason: "output_limit" });
  expect(existsSync(join(task.outputDir, "output.png"))).toBe(false);
});

test("TC21 a killed child is a worker_crash of that run alone; the pool serves the next job", async () => {
  const { pool, scratchDir } = freshPool({ maxChildren: 1 });
  const large = await save(scratchDir, "large.png", picture(3000, 2000).png({ compressionLevel: 1 }).toBuffer());
  const { promise: decoded, resolve } = Promise.withResolvers<void>();
  const running = pool.run(runOf(scratchDir, large, MEDIAN, ENDLESS), { onStep: () => resolve() });
  await decoded;
  for (const { pid } of await ownWorkers()) process.kill(pid, "SIGKILL");
  expect(await running).toMatchObject({ ok: false, reason: "worker_crash" });
  const small = await save(scratchDir, "small.png", picture(40, 30).png().toBuffer());
  expect(await pool.run(runOf(scratchDir, small, PNG))).toMatchObject({ ok: true });
});

test("IM27 never more children than allowed, each replaced after its share of jobs", async () => {
  const { pool, scratchDir } = freshPool({ maxChildren: 1, jobsPerChild: 3 });
  const inputPath = await save(scratchDir, "in.png", picture(40, 30).png().toBuffer());
  const pids = new Set<number>();
  let most = 0;
  await Promise.all(
    Array.from({ length: 7 }, async () => {
      const outcome = await pool.run(runOf(scratchDir, inputPath, PNG), {
        onStep: () =>
          void ownWorkers().then((workers) => {
            most = Math.max(most, workers.length);
            for (const { pid } of workers) pids.add(pid);
          }),
      });
      expect(outcome.ok).toBe(true);
    }),
  );
  expect(most).toBe(1);
  expect(pids.size).toBeGreaterThanOrEqual(2);
});

test("IM27 a caller that gives up ends the child; a closed pool leaves no child behind", async () => {
  const { pool, scratchDir } = freshPool();
  const large = await save(scratchDir, "large.png", picture(3000, 2000).png({ compressionLevel: 1 }).toBuffer());
  const controller = new AbortController();
  const task = runOf(scratchDir, large, MEDIAN, ENDLESS);
  const running = pool.run(task, { signal: controller.signal, onStep: () => controller.abort() });
  expect(await running).toMatchObject({ ok: false, reason: "cancelled" });
  const { promise: isRunning, resolve } = Promise.withResolvers<void>();
  const next = pool.run(runOf(scratchDir, large, MEDIAN, ENDLESS), { onStep: () => resolve() });
  await isRunning;
  await pool.close();
  expect(await next).toMatchObject({ ok: false });
  expect(await ownWorkers()).toEqual([]);
  expect(await pool.run(task)).toMatchObject({ ok: false, reason: "cancelled" });
});

test("IM48 IM29 AVIF comes in only with its switch; our own AVIF output is read back either way", async () => {
  const AVIF: CanonicalStep = { op: "output", args: { format: "avif", quality: 55, effort: 0 } };
  for (const takesAvif of [false, true]) {
    const { pool, scratchDir } = freshPool({ takesAvif });
    const inputPath = await save(scratchDir, "in.avif", picture(64, 48).avif({ effort: 0 }).toBuffer());
    const refused = { ok: false, reason: "unsupported_format", detail: expect.stringContaining("AVIF") };
    const expected = takesAvif ? { ok: true, input: { format: "avif", w: 64, h: 48 } } : refused;
    expect(await pool.run(runOf(scratchDir, inputPath, PNG))).toMatchObject(expected);
    const png = await save(scratchDir, "in.png", picture(64, 48).png().toBuffer());
    const written = await pool.run(runOf(scratchDir, png, AVIF));
    expect(written.ok && written.outputPixelsBlake3).toMatch(/^[0-9a-f]{64}$/);
    expect((await pool.run(runOf(scratchDir, inputPath, PNG))).ok).toBe(takesAvif);
  }
});

test("two equal pictures compare as equal, an edited one does not", async () => {
  const { pool, scratchDir } = freshPool();
  const leftPath = await save(scratchDir, "left.png", picture(60, 40).png().toBuffer());
  const rightPath = await save(
    scratchDir,
    "right.png",
    sharp(painted(60, 40), { raw: { width: 60, height: 40, channels: 3 } })
      .linear(1.2, 0)
      .png()
      .toBuffer(),
  );
  const compare = (one: string, other: string) =>
    pool.run({ kind: "compare", leftPath: one, rightPath: other, maxSeconds: 60 } as const);
  expect(await compare(leftPath, leftPath)).toMatchObject({ isSameSize: true, largestDifference: 0, ssim: 1 });
  const edited = await compare(leftPath, rightPath);
  expect(edited.ok && edited.largestDifference).toBeGreaterThan(5);
});
