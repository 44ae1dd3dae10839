import { MAX_PICTURE_BYTES } from "../../../../core/contract/v1/blobs.ts";
import type { Recipe } from "../../../../core/imaging/recipe/recipe.ts";
import type { RunResult } from "../../../imaging/pool/task.ts";
import { type ClassifySetup, measuredClass } from "./classify-input.ts";
import { distanceFrom } from "./distance-from.ts";
import { type RunEnd, withInput } from "./fetch-input.ts";
import type { ImageItem } from "./image-items.ts";
import { errorTrial, runTrial } from "./trial-of.ts";

/** Fetches the input, runs the recipe in a child and stores what came out on the console; the event may then be sent (INV-22). */
export function runItem(item: ImageItem, recipe: Recipe, setup: ClassifySetup): Promise<RunEnd> {
  return withInput(item.blake3, setup, (place) => inFolder(item, recipe, { ...setup, ...place }));
}

async function inFolder(
  item: ImageItem,
  recipe: Recipe,
  setup: ClassifySetup & { inputPath: string },
): Promise<RunEnd> {
  const { pool, folder, inputPath, hostId, signal, wallMs } = setup;
  const isPassThrough = recipe.steps.length === 0;
  const task = {
    kind: "run" as const,
    inputPath,
    outputDir: folder,
    steps: [...recipe.steps],
    ids: [...recipe.ids],
    workLongSide: item.workLongSide,
    ...recipe.limits,
    maxOutputBytes: MAX_PICTURE_BYTES,
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
  if (refused !== null) return refused;
  const distance = await distanceFrom(item.storedOutput, outcome, setup);
  const classified = await measuredClass(item.label, inputPath, setup);
  if (signal.aborted) return { kind: "stopped" };
  return { kind: "trial", trial: runTrial(outcome, { ...facts, classified, distance }) };
}

/** Null when every file is stored and hashed by the console. */
async function upload(result: RunResult, { blobs, signal }: ClassifySetup): Promise<RunEnd | null> {
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
