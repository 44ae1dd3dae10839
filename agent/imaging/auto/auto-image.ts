import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeRunError } from "../../../core/imaging/record/record.ts";
import { CommandError, EXIT_CODES, SIGNAL_CODES } from "../../commands/command-error.ts";
import type { CommandIo } from "../../commands/run-command.ts";
import type { Environment } from "../../host/environment.ts";
import type { Clock } from "../../host/system-clock.ts";
import { hookProbeStop, type ProbeStop } from "../../probe/command/probe-stop.ts";
import { blake3OfFile } from "../hash.ts";
import { createImagePool, type ImagePool } from "../pool/image-pool.ts";
import type { ImageFailure, RunResult } from "../pool/task.ts";
import { runOfResult } from "../records/run-of-result.ts";
import { appendRecord } from "./append-record.ts";
import type { AutoFlags } from "./auto-flags.ts";
import { classOf } from "./class-of.ts";
import { findRecipe } from "./find-recipe.ts";
import { cannot } from "./io-failure.ts";
import { checkPlaces, placeOutput } from "./place-output.ts";
import { type AutoRun, runTaskOf } from "./run-task-of.ts";
import { stepLine } from "./step-line.ts";

export interface AutoWorld {
  readonly io: CommandIo;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly hostId: string;
  readonly newId: () => string;
}

/** `espalier image auto` from its flags to its exit code (IM69). Throws CommandError. */
export async function autoImage(flags: AutoFlags, world: AutoWorld): Promise<number> {
  await checkPlaces(flags.input, flags.output);
  const stop = hookProbeStop({ followsInput: false });
  const scratchDir = await mkdtemp(join(tmpdir(), "espalier-image-"));
  const { monoMs } = world.clock;
  const takesAvif = world.environment["ESPALIER_IMAGE_AVIF_INPUT"] === "1";
  const pool = createImagePool({ scratchDir, takesAvif, monoMs, maxChildren: 1 });
  try {
    await runAndPlace(flags, { ...world, pool, scratchDir, stop });
    return EXIT_CODES.ok;
  } catch (failure) {
    const asked = stop.asked();
    if (asked === null) throw failure;
    return SIGNAL_CODES[asked];
  } finally {
    await pool.close();
    await rm(scratchDir, { recursive: true, force: true });
    stop.unhook();
  }
}

interface Ground extends AutoWorld {
  readonly pool: ImagePool;
  readonly scratchDir: string;
  readonly stop: ProbeStop;
}

async function runAndPlace(flags: AutoFlags, ground: Ground): Promise<void> {
  const { io, clock } = ground;
  const inputBlake3 = await blake3OfFile(flags.input).catch(cannot(`${flags.input} cannot be read`));
  const classified = await classOf(flags, { ...ground, signal: ground.stop.signal });
  const said = classified.confidence === null ? "forced" : classified.confidence.toFixed(3);
  io.err(`class: ${classified.class} (${said})`);
  const { recipeDir } = flags;
  const { recipe, place } = await findRecipe({ label: classified.class, recipeDir, environment: ground.environment });
  io.err(`recipe: ${place} ${recipe.sha.slice(0, 12)}`);
  const run: AutoRun = { runId: ground.newId(), inputBlake3, classified, recipe };
  const outcome = await perform(flags, run, ground);
  if (!outcome.ok) return fail(outcome, { flags, run, ground });
  for (const warning of outcome.warnings) io.err(`warning: ${warning}`);
  const from = outcome.output?.path ?? flags.input;
  await placeOutput({ from, output: flags.output, signal: ground.stop.signal, id: run.runId });
  const { workLongSide } = flags;
  const record = runOfResult(outcome, { ...run, atMs: clock.wallMs(), hostId: ground.hostId, workLongSide });
  if (flags.logPath !== null) await appendRecord(flags.logPath, record);
  const line = [record.class, record.recipe_sha, record.output_blake3, record.duration_ms].join("\t");
  io.out(flags.wantsJson ? JSON.stringify(record) : line);
}

async function perform(flags: AutoFlags, run: AutoRun, ground: Ground): Promise<RunResult | ImageFailure> {
  let n = 0;
  return ground.pool.run(runTaskOf(flags, run, ground.scratchDir), {
    signal: ground.stop.signal,
    onStep: (report) => {
      n += 1;
      ground.io.err(stepLine(report, { n, of: run.recipe.steps.length, step: run.recipe.steps[n - 1] }));
    },
  });
}

type Failed = { readonly flags: AutoFlags; readonly run: AutoRun; readonly ground: Ground };

/** A limit or a refused picture is 65, a step or a child that broke 70; either way the run stands in the log (IM27). */
async function fail(failure: ImageFailure, { flags, run, ground }: Failed): Promise<never> {
  const { reason, detail } = failure;
  if (reason !== "cancelled" && flags.logPath !== null) {
    const answer = await ground.pool.engine();
    if (answer.ok) {
      const record = makeRunError({
        ts_unix_ms: ground.clock.wallMs(),
        run_id: run.runId,
        input_blake3: run.inputBlake3,
        class: run.classified.class,
        recipe_sha: run.recipe.sha,
        reason,
        duration_ms: failure.durationMs,
        engine: answer.engine,
        host_id: ground.hostId,
      });
      await appendRecord(flags.logPath, record);
    }
  }
  const isOurs = reason === "worker_crash" || reason === "step_failed" || reason === "cancelled";
  throw new CommandError(isOurs ? "internal_error" : "bad_data", `${reason}: ${detail}`);
}
