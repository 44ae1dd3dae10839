import { copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { MAX_PICTURE_BYTES } from "../../../core/contract/v1/blobs.ts";
import type { StoredRun } from "../../../core/tuning/replay/stored-run.ts";
import type { OutboxFile } from "../../store/outbox-files.ts";
import { blake3OfFile } from "../hash.ts";
import type { ImagePool } from "../pool/image-pool.ts";
import type { RunResult, WrittenFile } from "../pool/task.ts";

export interface PictureGround {
  readonly pool: ImagePool;
  /** Files found on this Mac by BLAKE3. */
  readonly files: ReadonlyMap<string, string>;
  /** A folder of the state folder, on its own file system. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** What leaves with a run: input, output, the "before" picture of IM50 and a thumbnail. */
export interface RunPictures {
  readonly files: readonly OutboxFile[];
  readonly blobs: { readonly output: string; readonly before: string; readonly thumb: string | null };
  /** Of the run made again, where its bytes are the stored output's (IM30). */
  readonly warnings: readonly string[];
}

/** Runs a stored run again for its "before" picture and takes its output, the stored one or one of the same bytes; in words why it goes without pictures. */
export async function makePictures(run: StoredRun, ground: PictureGround): Promise<RunPictures | string> {
  const input = ground.files.get(run.inputBlake3);
  if (input === undefined) return "its input was not found";
  const scratch = await mkdtemp(join(ground.folder, "make-"));
  try {
    const made = await runAgain(run, { input, scratch, ground });
    if (typeof made === "string") return made;
    const output = outputOf(run, made, ground);
    if (output === null) return "its output was not found, and this engine makes another one";
    const { before, thumb } = made;
    if (before === null) return "no before picture could be made";
    const wanted = [{ path: input, blake3: run.inputBlake3 }, { path: output, blake3: run.output.blake3 }, before];
    const sizes = [made.input.bytes, run.output.bytes, before.bytes];
    if (sizes.some((bytes) => bytes > MAX_PICTURE_BYTES))
      return `a picture of it has more than ${MAX_PICTURE_BYTES} bytes`;
    const files: OutboxFile[] = [];
    for (const file of [...wanted, ...(thumb === null ? [] : [thumb])]) files.push(await keep(file, ground.folder));
    const changed = await firstChanged(files);
    if (changed !== null) return `${changed} changed while it was read`;
    const blobs = { output: run.output.blake3, before: before.blake3, thumb: thumb?.blake3 ?? null };
    return { files, blobs, warnings: made.output?.blake3 === run.output.blake3 ? made.warnings : [] };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Again {
  readonly input: string;
  readonly scratch: string;
  readonly ground: PictureGround;
}

async function runAgain(run: StoredRun, { input, scratch, ground }: Again): Promise<RunResult | string> {
  const { recipe, workLongSide } = run;
  const outcome = await ground.pool.run(
    {
      kind: "run",
      inputPath: input,
      outputDir: scratch,
      steps: [...recipe.steps],
      ids: [...recipe.ids],
      workLongSide,
      ...recipe.limits,
      maxOutputBytes: MAX_PICTURE_BYTES,
      wants: { before: true, thumb: true, pixels: false },
    },
    { signal: ground.signal },
  );
  ground.signal.throwIfAborted();
  return outcome.ok ? outcome : `it cannot be run again: ${outcome.reason}: ${outcome.detail}`;
}

function outputOf(run: StoredRun, { output }: RunResult, { files }: PictureGround): string | null {
  return files.get(run.output.blake3) ?? (output?.blake3 === run.output.blake3 ? output.path : null);
}

/** A copy under its hash, whole or not there: what is shared must still be here when the agent sends it. */
async function keep({ path, blake3 }: Pick<WrittenFile, "path" | "blake3">, folder: string): Promise<OutboxFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept = join(folder, blake3);
  await copyFile(path, `${kept}.part`);
  await rename(`${kept}.part`, kept);
  return { blake3, path: kept };
}

async function firstChanged(files: readonly OutboxFile[]): Promise<string | null> {
  for (const { path, blake3 } of files) if ((await blake3OfFile(path)) !== blake3) return path;
  return null;
}
