import { closeSync, openSync, writeSync } from "node:fs";
import { createGenerator } from "../../../core/autotune/strategy/generator.ts";
import { BUILT_IN_LABELS } from "../../../core/imaging/classes.ts";
import { parseRecipe } from "../../../core/imaging/recipe/parse-recipe.ts";
import { argsOf } from "../../../core/imaging/recipe/recipe.ts";
import { recipeSha } from "../../../core/imaging/recipe/recipe-sha.ts";
import { COLOR_PHOTO } from "../../../core/imaging/recipe/starters/color-photo.ts";

const STREAM = 0x6c6f6773;
const SETS = 100;
const FLUSH_CHARS = 1_000_000;
const SIGNALS =
  "aspect long alpha coloured sat palette bucket colours top1 top8 entropy flat edge luma_mean dark white scale_k halftone panel rest_bimodal noise short opaque luma_sd pages".split(
    " ",
  );

export interface LogShape {
  readonly lines: number;
  readonly version: 1 | 2;
}

const hex = (number: number) => number.toString(16).padStart(64, "0");
const uuid = (number: number) => `019ad000-0000-7000-8000-${number.toString(16).padStart(12, "0")}`;

/** The example recipe with as many brightness values as a long exploration tries. */
function argumentSets() {
  return Array.from({ length: SETS }, (_, index) => {
    const text = COLOR_PHOTO.replace("gamma = 1.06", `gamma = ${(0.85 + index / 200).toFixed(3)}`);
    const parsed = parseRecipe(text, { fileStem: "color-photo" });
    if (parsed.kind === "invalid") throw new Error("the example recipe is invalid");
    const { steps } = parsed.recipe;
    return { recipe_sha: recipeSha(steps), steps, args: argsOf(parsed.recipe) };
  });
}

/** Writes half runs, half ratings, the ten classes in turn, two runs an input, three raters, as the writers of that version do. */
export function writeLog(path: string, { lines, version }: LogShape): void {
  const generator = createGenerator([STREAM, lines, version]);
  const sets = argumentSets();
  const file = openSync(path, "w");
  let text = "";
  for (let index = 0; index < lines / 2; index += 1) {
    const set = sets[generator.below(SETS)];
    const label = BUILT_IN_LABELS[(index >> 1) % BUILT_IN_LABELS.length];
    const at = { index, label, score: 1 + generator.below(5) };
    const signals = Object.fromEntries(SIGNALS.map((name) => [name, Math.round(generator.unit() * 1e6) / 1e4]));
    const pair = version === 1 ? v1Lines(at, set) : v2Lines(at, { ...set, signals });
    text += pair.map((line) => `${JSON.stringify(line)}\n`).join("");
    if (text.length < FLUSH_CHARS) continue;
    writeSync(file, text);
    text = "";
  }
  writeSync(file, text);
  closeSync(file);
}

interface Place {
  readonly index: number;
  readonly label: string | undefined;
  readonly score: number;
}

function v1Lines({ index, label, score }: Place, set: ReturnType<typeof argumentSets>[number] | undefined) {
  const at = { ts_unix_ms: 1_700_000_000_000 + 1000 * index, input_blake3: hex(index) };
  const made = { steps: set?.steps, output_blake3: hex(9_000_000 + index), duration_ms: 60 };
  return [
    { kind: "run", ...at, class: label, recipe_sha: set?.recipe_sha, ...made },
    { kind: "rating", ...at, ts_unix_ms: at.ts_unix_ms + 500, score },
  ];
}

function v2Lines({ index, label, score }: Place, { signals, ...set }: { readonly signals: object }) {
  const ts_unix_ms = 1_700_000_000_000 + 1000 * index;
  const input_blake3 = hex(index >> 1);
  const size = { w: 1600, h: 1200, format: "jpeg" };
  const run = {
    ...{ kind: "run", v: 2, ts_unix_ms, run_id: uuid(index), input_blake3, class: label, class_by: "heuristic" },
    ...{ confidence: 0.75, traits: [], classifier_version: 2, signals, ...set },
    input: { bytes: 2_400_000, w: 4000, h: 3000, format: "jpeg", icc: null, hdr: false, pages: 1 },
    ...{ work_long_side: 1600, output_blake3: hex(9_000_000 + index), output_pixels_blake3: hex(8_000_000 + index) },
    ...{ output: { bytes: 400_000, ...size }, duration_ms: 60 + (index % 50), step_ms: [20, 10, 10, 15, 9] },
    ...{ skipped: [], engine: { sharp: "0.35.5", vips: "8.18.7", arch: "arm64", os: "darwin", threads: 1 } },
    host_id: "host-1",
  };
  const said = { rater_id: `rater-${index % 3}`, blind: true, view: { zoom100: false, ms_on_image: 2400 } };
  const of = { event_id: uuid(2_000_000 + index), input_blake3, score, run_id: uuid(index) };
  return [run, { kind: "rating", v: 2, ts_unix_ms: ts_unix_ms + 500, ...of, ...said }];
}
