import { choice, colour, flag, float, odd, type ParameterTable, whole } from "./parameter.ts";

const tunable = { isTunable: true } as const;

/** Every op of images.md 3.2 with its parameters; ranges are deliberately narrower than the engine's. */
const STEPS: ReadonlyMap<string, ParameterTable> = new Map<string, ParameterTable>([
  ["orient.auto", {}],
  [
    "size.fit",
    {
      long_side: whole([64, 8192], 2048),
      kernel: choice(["lanczos3", "mks2021", "mitchell", "cubic", "nearest"], "lanczos3"),
      enlarge: flag(false),
    },
  ],
  ["crop.trim", { threshold: float([0, 60], 10, tunable), line_art: flag(false), margin: whole([0, 64], 8) }],
  ["denoise.median", { size: odd([1, 9], 3, tunable) }],
  ["smooth.blur", { sigma: float([0.3, 3], 0.5, tunable) }],
  [
    "sharpen.usm",
    {
      sigma: float([0.3, 3], 0.8, tunable),
      flat: float([0, 4], 0.5, tunable),
      jagged: float([0, 6], 2, tunable),
      x1: float([0, 10], 2),
      y2: float([0, 30], 10),
      y3: float([0, 40], 20),
    },
  ],
  ["tone.gamma", { gamma: float([0.6, 1.8], 1, { isTunable: true, isLog: true }) }],
  ["tone.linear", { gain: float([0.6, 1.6], 1, tunable), pivot: float([0, 255], 128) }],
  ["tone.normalise", { lower: float([0, 10], 1, tunable), upper: float([90, 100], 99, tunable) }],
  ["tone.clahe", { window: float([2, 25], 8), slope: whole([1, 10], 3, tunable), blend: float([0, 1], 0.5, tunable) }],
  [
    "colour.modulate",
    {
      brightness: float([0.7, 1.4], 1, tunable),
      saturation: float([0, 1.8], 1, tunable),
      hue: whole([-30, 30], 0),
    },
  ],
  ["colour.grey", {}],
  ["colour.tint", { rgb: colour("#704214"), blend: float([0, 1], 0.3, tunable) }],
  ["bw.threshold", { level: whole([0, 255], 128, { isTunable: true, word: "otsu" }) }],
  ["morph.dilate", { width: whole([1, 8], 1, tunable) }],
  ["morph.erode", { width: whole([1, 8], 1, tunable) }],
  ["palette.reduce", { colours: whole([2, 256], 64, tunable), dither: float([0, 1], 0) }],
  ["alpha.flatten", { background: colour("#ffffff") }],
]);

const OUTPUTS: ReadonlyMap<string, ParameterTable> = new Map<string, ParameterTable>([
  [
    "jpeg",
    {
      quality: whole([40, 97], 86, tunable),
      chroma: choice(["4:2:0", "4:4:4"], "4:2:0"),
      mozjpeg: flag(false),
    },
  ],
  [
    "webp",
    {
      quality: whole([40, 97], 84, tunable),
      lossless: flag(false),
      near_lossless: flag(false),
      effort: whole([0, 6], 4),
      preset: choice(["photo", "picture", "drawing", "icon", "text"], "photo"),
    },
  ],
  ["avif", { quality: whole([30, 85], 55, tunable), effort: whole([0, 9], 2) }],
  ["png", { level: whole([0, 9], 6), palette: flag(false) }],
]);

export const STEP_OPS: readonly string[] = [...STEPS.keys()];
export const OUTPUT_FORMATS: readonly string[] = [...OUTPUTS.keys()];
export const OUTPUT_OP = "output";

/** Parameters of a canonical step; of the output those of its format, null for an op or format the table lacks. */
export function parametersOf(op: string, args: Readonly<Record<string, unknown>>): ParameterTable | null {
  if (op !== OUTPUT_OP) return STEPS.get(op) ?? null;
  return typeof args["format"] === "string" ? (OUTPUTS.get(args["format"]) ?? null) : null;
}
