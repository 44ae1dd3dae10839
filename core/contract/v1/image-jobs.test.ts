import { expect, test } from "vitest";
import { aRun } from "../../imaging/record/test-records.ts";
import { ImageReplayParams, ImageRunParams, ImageTrial } from "./image-jobs.ts";
import { decodeWire } from "./wire.ts";

const HASH = "a".repeat(64);
const RUN_ID = "019ad000-0000-7000-8000-000000000001";
const input = { blake3: HASH, name: "IMG_1.jpg" };
const withRecipe = { ...input, run_id: RUN_ID, class: "color-photo", recipe_sha: HASH, recipe_blob: HASH };

const reads = (params: unknown): boolean => {
  try {
    decodeWire(ImageRunParams, params);
    return true;
  } catch {
    return false;
  }
};

test.each([
  ["an input to classify", { inputs: [input], preview: true }, true],
  ["an input to run", { inputs: [withRecipe], preview: false, batch_id: "b1" }, true],
  ["50 inputs", { inputs: Array(50).fill(input), preview: true }, true],
  ["51 inputs", { inputs: Array(51).fill(input), preview: true }, false],
  ["none", { inputs: [], preview: true }, false],
  ["a recipe without its text", { inputs: [{ ...withRecipe, recipe_blob: undefined }], preview: true }, false],
  ["a recipe without a run id", { inputs: [{ ...withRecipe, run_id: undefined }], preview: true }, false],
  ["an address in place of a hash", { inputs: [{ ...input, blake3: "http://x/" }], preview: true }, false],
  ["a field nobody knows", { inputs: [input], preview: true, path: "/tmp" }, false],
])("JK1 image-run params: %s", (_title, params, isRead) => {
  expect(reads(params)).toBe(isRead);
});

test("JK1 image-replay takes 1 to 200 items", () => {
  const item = { runId: RUN_ID, blake3: HASH, recipeSha: HASH, recipeBlob: HASH, workLongSide: 1600, replayOf: RUN_ID };
  const params = (count: number) => ({ class: "receipt", items: Array(count).fill(item) });
  expect([0, 1, 200, 201].map((count) => ImageReplayParams.safeParse(params(count)).success)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test("IM30 CO1 a run's warnings travel in its trial, and a trial of an agent that knows none is read as before", () => {
  const trial = { record: aRun(), blobs: { output: HASH, before: null, thumb: null } };
  expect(ImageTrial.parse(trial)).toEqual(trial);
  const warned = { ...trial, warnings: ["the HDR gain map of the picture is lost"] };
  expect(ImageTrial.parse(warned)).toEqual(warned);
});

test("JK8 an image trial is strict: no record of another kind, no blob missing", () => {
  expect(ImageTrial.safeParse({ record: { kind: "rating", v: 2 } }).success).toBe(false);
  expect(ImageTrial.safeParse({ trial: {} }).success).toBe(false);
});
