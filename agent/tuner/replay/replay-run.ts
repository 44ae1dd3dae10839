import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { EngineFingerprint } from "../../../core/imaging/record/parts.ts";
import type { ReplayedRun } from "../../../core/tuning/replay/class-replay.ts";
import { engineDifferences, type ReplayDifference } from "../../../core/tuning/replay/difference.ts";
import type { StoredRun } from "../../../core/tuning/replay/stored-run.ts";
import type { ImagePool } from "../../imaging/pool/image-pool.ts";

export interface ReplayGround {
  readonly pool: ImagePool;
  readonly engine: EngineFingerprint;
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  /** Inputs and stored outputs by BLAKE3. */
  readonly files: ReadonlyMap<string, string>;
}

const COMPARE_SECONDS = 120;

/** Runs a stored run once more with its own steps and working size and compares the pixels (TU52). Rejects when it was stopped. */
export async function replayRun(run: StoredRun, inputPath: string, ground: ReplayGround): Promise<ReplayedRun> {
  const outputDir = await mkdtemp(join(ground.scratchDir, "run-"));
  try {
    return await replayInto(outputDir, { run, inputPath, ground });
  } finally {
    await rm(outputDir, { recursive: true, force: true });
  }
}

interface Work {
  readonly run: StoredRun;
  readonly inputPath: string;
  readonly ground: ReplayGround;
}

async function replayInto(outputDir: string, { run, inputPath, ground }: Work): Promise<ReplayedRun> {
  const { pool, signal } = ground;
  const { recipe, workLongSide, runId, inputBlake3 } = run;
  const task = {
    kind: "run" as const,
    inputPath,
    outputDir,
    steps: [...recipe.steps],
    ids: [...recipe.ids],
    workLongSide,
    ...recipe.limits,
    maxOutputBytes: null,
    wants: { before: false, thumb: false, pixels: true },
  };
  const outcome = await pool.run(task, { signal });
  signal.throwIfAborted();
  const named = { runId, inputBlake3 };
  if (!outcome.ok) {
    const reason = `it failed: ${outcome.reason}: ${outcome.detail}`;
    const engine = engineDifferences(run.engine, ground.engine);
    return differs({ ...named, engine, pixelsBlake3: null, distance: { kind: "not_measured", reason } });
  }
  const pixelsBlake3 = outcome.outputPixelsBlake3;
  if (pixelsBlake3 === run.output.pixelsBlake3) return { kind: "equal" };
  const distance = await measure(run, outcome.output?.path ?? null, ground);
  return differs({ ...named, engine: engineDifferences(run.engine, outcome.engine), pixelsBlake3, distance });
}

const differs = (difference: ReplayDifference): ReplayedRun => ({ kind: "differ", difference });

/** The log holds hashes only: the stored output must lie among the inputs to be measured against. */
async function measure(
  run: StoredRun,
  madePath: string | null,
  { pool, signal, files }: ReplayGround,
): Promise<ReplayDifference["distance"]> {
  const storedPath = files.get(run.output.blake3);
  if (storedPath === undefined || madePath === null) {
    const reason = `the stored output ${run.output.blake3} is not among the inputs, so no distance is measured`;
    return { kind: "not_measured", reason };
  }
  const task = { kind: "compare" as const, leftPath: storedPath, rightPath: madePath, maxSeconds: COMPARE_SECONDS };
  const outcome = await pool.run(task, { signal });
  signal.throwIfAborted();
  if (!outcome.ok) return { kind: "not_measured", reason: `no distance: ${outcome.reason}: ${outcome.detail}` };
  const { isSameSize, largestDifference: largest, meanDifference: mean, ssim } = outcome;
  return { kind: "measured", isSameSize, largest, mean, ssim };
}
