import { argsOf } from "../recipe/recipe.ts";
import { COLOR_PHOTO } from "../recipe/starters/color-photo.ts";
import { recipeOf } from "../recipe/test-recipe.ts";
import { makeRating, makeRun } from "./record.ts";

export const INPUT = "1".repeat(64);
export const OUTPUT = "2".repeat(64);
export const RUN_ID = "019ad000-0000-7000-8000-000000000001";
export const EVENT_ID = "019ad000-0000-7000-8000-0000000000e1";
export const ENGINE = { sharp: "0.35.5", vips: "8.18.7", arch: "x64", os: "linux", threads: 1 };

const recipe = recipeOf(COLOR_PHOTO);

/** The keys of a run of the example recipe, without kind and version. */
export const RUN_FIELDS: Parameters<typeof makeRun>[0] = {
  ts_unix_ms: 1_700_000_000_000,
  run_id: RUN_ID,
  input_blake3: INPUT,
  class: "color-photo",
  class_by: "heuristic",
  confidence: 0.75,
  traits: [],
  classifier_version: 1,
  signals: { luma_mean: 82.5, camera: false },
  recipe_sha: recipe.sha,
  steps: [...recipe.steps],
  args: argsOf(recipe),
  input: { bytes: 4096, w: 640, h: 480, format: "jpeg", icc: null, hdr: false, pages: 1 },
  work_long_side: null,
  output_blake3: OUTPUT,
  output_pixels_blake3: "3".repeat(64),
  output: { bytes: 2048, w: 640, h: 480, format: "jpeg" },
  duration_ms: 87,
  step_ms: [20, 10, 10, 30, 17],
  skipped: [],
  engine: ENGINE,
  host_id: "host-1",
};

export const aRun = (over: Partial<typeof RUN_FIELDS> = {}) => makeRun({ ...RUN_FIELDS, ...over });

export const aRating = (over: Partial<Parameters<typeof makeRating>[0]> = {}) =>
  makeRating({
    ts_unix_ms: 1_700_000_001_000,
    event_id: EVENT_ID,
    input_blake3: INPUT,
    score: 4,
    run_id: RUN_ID,
    rater_id: "local",
    blind: false,
    ...over,
  });
