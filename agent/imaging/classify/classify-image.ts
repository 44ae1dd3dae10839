import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLASSIFIER_VERSION } from "../../../core/imaging/classify/signals.ts";
import { CommandError, EXIT_CODES, SIGNAL_CODES } from "../../commands/command-error.ts";
import type { CommandIo } from "../../commands/run-command.ts";
import type { Environment } from "../../host/environment.ts";
import { hookProbeStop } from "../../probe/command/probe-stop.ts";
import { requireFile } from "../auto/io-failure.ts";
import { createImagePool } from "../pool/image-pool.ts";
import type { ClassifyResult, ImageFailure } from "../pool/task.ts";
import { classifyFile } from "./classify-file.ts";
import { readThresholds } from "./read-thresholds.ts";
import { isScreenCapture } from "./screen-capture.ts";

export interface ClassifyWorld {
  readonly io: CommandIo;
  readonly environment: Environment;
  readonly monoMs: () => number;
}

export interface ClassifyFlags {
  readonly wantsProbe: boolean;
  readonly wantsJson: boolean;
}

/** `espalier image classify` from its input to its exit code (IM68). Throws CommandError. */
export async function classifyImage(input: string, flags: ClassifyFlags, world: ClassifyWorld): Promise<number> {
  const thresholds = await readThresholds(world.environment);
  await requireFile(input);
  const stop = hookProbeStop({ followsInput: false });
  const scratchDir = await mkdtemp(join(tmpdir(), "espalier-image-"));
  const takesAvif = world.environment["ESPALIER_IMAGE_AVIF_INPUT"] === "1";
  const pool = createImagePool({ scratchDir, takesAvif, monoMs: world.monoMs, maxChildren: 1 });
  try {
    const { signal } = stop;
    const wanted = { thresholds, wantsGates: flags.wantsProbe, signal };
    const request = { inputPath: input, isScreenCapture: await isScreenCapture(input), ...wanted };
    const outcome = await classifyFile(pool, request);
    const asked = stop.asked();
    if (asked !== null) return SIGNAL_CODES[asked];
    if (!outcome.ok) throw refused(outcome);
    print(outcome, flags, world.io);
    return EXIT_CODES.ok;
  } finally {
    await pool.close();
    await rm(scratchDir, { recursive: true, force: true });
    stop.unhook();
  }
}

/** A picture that cannot be judged is 65; a child that broke is ours, 70. */
export function refused({ reason, detail }: ImageFailure): CommandError {
  const isOurs = reason === "worker_crash" || reason === "step_failed" || reason === "cancelled";
  return new CommandError(isOurs ? "internal_error" : "bad_data", `${reason}: ${detail}`);
}

function print(result: ClassifyResult, { wantsProbe, wantsJson }: ClassifyFlags, io: CommandIo): void {
  const { answer, signals, gates, panels, durationMs } = result;
  if (wantsProbe) {
    for (const [name, value] of Object.entries(signals)) io.err(`signal ${name} ${value}`);
    for (const { rule, signal, relation, value, threshold, gate } of gates)
      io.err(`gate ${rule} ${signal} ${value} ${relation} ${threshold ?? "-"} ${gate.toFixed(3)}`);
    for (const { area, luma } of panels) io.err(`panel ${area} cells, mean luma ${luma.toFixed(1)}`);
  }
  const { label, confidence, traits, rule, reasons, runnerUp, sentence } = answer;
  const runner_up =
    runnerUp === null
      ? null
      : { class: runnerUp.label, rule: runnerUp.rule, reach: runnerUp.reach, kept_out_by: runnerUp.keptOutBy };
  const document = { class: label, confidence, traits, rule, reasons, runner_up, sentence, signals };
  const facts = { classifier_version: CLASSIFIER_VERSION, duration_ms: durationMs };
  io.out(wantsJson ? JSON.stringify({ ...document, ...facts }) : `${label}\t${confidence.toFixed(3)}`);
}
