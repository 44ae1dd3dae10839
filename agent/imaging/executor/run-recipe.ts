import { guardWords } from "../../../core/imaging/pixels/guard-words.ts";
import { lumaOf } from "../../../core/imaging/pixels/luma.ts";
import type { Pixels } from "../../../core/imaging/pixels/planes.ts";
import type { EngineFingerprint } from "../../../core/imaging/record/parts.ts";
import type { PictureFacts, RunResult, RunTask, StepReport, WrittenFile } from "../pool/task.ts";
import { applySteps, type MonoMs, type OnStep } from "./apply-steps.ts";
import { encodeBefore, encodeThumb } from "./copies.ts";
import { type AvifLoader, decodeOutput, pixelsBlake3 } from "./decode-output.ts";
import { encode, OutputArgs } from "./encode.ts";
import { ImageRefused } from "./image-refused.ts";
import { openPicture, readPictureFacts } from "./open-picture.ts";
import { writePicture } from "./write-file.ts";

export interface RunContext {
  readonly engine: EngineFingerprint;
  readonly avif: AvifLoader;
  readonly monoMs: MonoMs;
  readonly onStep: OnStep;
}

/** One recipe over one picture, from the file to the files of the result. Throws ImageRefused. */
export async function runRecipe(task: RunTask, context: RunContext): Promise<RunResult> {
  const startedMs = context.monoMs();
  const input = await readPictureFacts(task.inputPath, task.maxPixels, context.avif);
  const steps: StepReport[] = [];
  const made =
    task.steps.length === 0
      ? NOTHING
      : await make(task, input, {
          ...context,
          onStep: (report) => {
            steps.push(report);
            context.onStep(report);
          },
        });
  const thumb = task.wants.thumb ? await writeThumb(task, made.pixels) : null;
  return {
    ok: true,
    kind: "run",
    engine: context.engine,
    input,
    output: made.output,
    outputPixelsBlake3: made.pixelsHash,
    before: made.before,
    thumb,
    steps,
    warnings: made.warnings,
    durationMs: Math.round(context.monoMs() - startedMs),
  };
}

type Made = {
  /** The decoded output; null when nothing was made. */
  readonly pixels: Pixels | null;
  readonly output: WrittenFile | null;
  readonly pixelsHash: string | null;
  readonly before: WrittenFile | null;
  readonly warnings: string[];
};

const NOTHING: Made = { pixels: null, output: null, pixelsHash: null, before: null, warnings: [] };

async function make(task: RunTask, input: PictureFacts, context: RunContext): Promise<Made> {
  if (input.pages > 1) {
    throw new ImageRefused(
      "unsupported_format",
      `the picture is animated (${input.pages} frames); only a pass-through takes it`,
    );
  }
  const { body, output } = split(task);
  const opened = await openPicture({
    path: task.inputPath,
    maxPixels: task.maxPixels,
    workLongSide: task.workLongSide,
  });
  const before = task.wants.before ? await writeBefore(task.outputDir, opened) : null;
  const plane = planeOf(opened);
  const stepped = await applySteps(opened, body, context);
  const { written, bytes, warnings } = await writeOutput(task, { pixels: stepped, args: output }, context);
  const seen = await decodeOutput(bytes, output.format, context.avif);
  const guards = guardWords(plane, planeOf(seen));
  return {
    pixels: seen,
    output: written,
    pixelsHash: task.wants.pixels ? await pixelsBlake3(seen) : null,
    before,
    warnings: [...(input.hdr ? ["the HDR gain map of the picture is lost"] : []), ...warnings, ...guards],
  };
}

const planeOf = ({ rgb, width, height }: Pixels) => ({ luma: lumaOf(rgb), width, height });

/** The last step of a canonical recipe that is no pass-through is its output (IM18). */
function split({ steps, ids }: RunTask) {
  const named = steps.map((step, index) => ({ step, id: ids[index] ?? `step-${index + 1}` }));
  const last = named.at(-1);
  const output = OutputArgs.safeParse(last?.step.args);
  if (last?.step.op !== "output" || !output.success) {
    throw new ImageRefused("step_failed", "the recipe has no output step the executor knows");
  }
  return { body: named.slice(0, -1).filter(({ step }) => step.op !== "orient.auto"), output: output.data };
}

async function writeOutput(task: RunTask, { pixels, args }: { pixels: Pixels; args: OutputArgs }, context: RunContext) {
  const startedMs = context.monoMs();
  const { bytes, warnings } = await encode(pixels, args).catch((failure: unknown) => {
    const words = failure instanceof Error ? failure.message : String(failure);
    throw new ImageRefused("step_failed", `output (${args.format}): ${words}`, failure);
  });
  if (task.maxOutputBytes !== null && bytes.length > task.maxOutputBytes) {
    throw new ImageRefused("output_limit", `the output has ${bytes.length} bytes; the limit is ${task.maxOutputBytes}`);
  }
  const { width, height } = pixels;
  const written = await writePicture(task.outputDir, { bytes, name: "output", format: args.format, width, height });
  const ms = Math.round(context.monoMs() - startedMs);
  context.onStep({ id: "output", op: "output", ms, skipped: null, notes: {} });
  return { written, bytes, warnings };
}

async function writeBefore(folder: string, pixels: Pixels): Promise<WrittenFile> {
  const bytes = await encodeBefore(pixels);
  return writePicture(folder, { bytes, name: "before", format: "png", width: pixels.width, height: pixels.height });
}

const THUMB_WORK_SIDE = 1600;

async function writeThumb(task: RunTask, made: Pixels | null): Promise<WrittenFile> {
  const pixels =
    made ?? (await openPicture({ path: task.inputPath, maxPixels: task.maxPixels, workLongSide: THUMB_WORK_SIDE }));
  const { bytes, width, height } = await encodeThumb(pixels);
  return writePicture(task.outputDir, { bytes, name: "thumb", format: "webp", width, height });
}
