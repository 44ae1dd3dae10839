import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ImageTrial } from "../../../../core/contract/v1/image-jobs.ts";
import type { Recipe } from "../../../../core/imaging/recipe/recipe.ts";
import type { ImagePool } from "../../../imaging/pool/image-pool.ts";
import type { EngineFingerprint, RunResult } from "../../../imaging/pool/task.ts";
import type { BlobClient } from "../../plane/blob-client.ts";
import type { ImageItem } from "./image-items.ts";
import { errorTrial, runTrial } from "./trial-of.ts";

const MOST_PICTURE_BYTES = 50_000_000;

export type ItemEnd =
  | { readonly kind: "trial"; readonly trial: ImageTrial }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly exitReason: "blob_missing" | "blob_refused"; readonly message: string };

export interface ItemSetup {
  readonly pool: ImagePool;
  readonly engine: EngineFingerprint;
  readonly blobs: BlobClient;
  readonly folder: string;
  readonly hostId: string;
  readonly signal: AbortSignal;
  wallMs(): number;
}

/** Fetches the input, runs the recipe in a child and stores what came out on the console; the event may then be sent (INV-22). */
export async function runItem(item: ImageItem, recipe: Recipe, setup: ItemSetup): Promise<ItemEnd> {
  const folder = join(setup.folder, item.runId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await inFolder(item, recipe, { ...setup, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inFolder(item: ImageItem, recipe: Recipe, setup: ItemSetup): Promise<ItemEnd> {
  const { pool, blobs, folder, hostId, signal, wallMs } = setup;
  const inputPath = join(folder, "input");
  const download = { blake3: item.blake3, file: inputPath, limitBytes: MOST_PICTURE_BYTES };
  const got = await blobs.download(download, signal);
  if (got.kind === "stopped") return got;
  if (got.kind === "refused") {
    return { kind: "failed", exitReason: "blob_missing", message: `input ${item.blake3}: ${got.message}` };
  }
  const isPassThrough = recipe.steps.length === 0;
  const task = {
    kind: "run" as const,
    inputPath,
    outputDir: folder,
    steps: [...recipe.steps],
    ids: [...recipe.ids],
    workLongSide: item.workLongSide,
    ...recipe.limits,
    maxOutputBytes: MOST_PICTURE_BYTES,
    wants: { before: !isPassThrough && item.workLongSide !== null, thumb: true, pixels: !isPassThrough },
  };
  const outcome = await pool.run(task, { signal });
  const facts = { item, recipe, hostId, atMs: wallMs() };
  if (!outcome.ok) {
    const { reason } = outcome;
    if (signal.aborted || reason === "cancelled") return { kind: "stopped" };
    return { kind: "trial", trial: errorTrial({ ...outcome, reason }, { ...facts, engine: setup.engine }) };
  }
  const refused = await upload(outcome, setup);
  return refused ?? { kind: "trial", trial: runTrial(outcome, facts) };
}

/** Null when every file is stored and hashed by the console. */
async function upload(
  result: RunResult,
  { blobs, signal }: ItemSetup,
): Promise<Exclude<ItemEnd, { kind: "trial" }> | null> {
  for (const file of [result.output, result.before, result.thumb]) {
    if (file === null) continue;
    const sent = await blobs.upload(file.path, signal);
    if (sent.kind === "stopped") return sent;
    if (sent.kind === "refused") {
      return { kind: "failed", exitReason: "blob_refused", message: `blob ${file.blake3}: ${sent.message}` };
    }
  }
  return null;
}
