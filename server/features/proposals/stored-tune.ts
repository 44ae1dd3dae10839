import { z } from "zod";

const Stars = z.number();

/** Two runs of one input that people judged; `value` in stars, above 0 where the other beats live. */
const JudgedPair = z.strictObject({
  input: z.string(),
  live: z.string(),
  other: z.string(),
  value: z.number(),
  raters: z.int(),
});
export type JudgedPair = z.infer<typeof JudgedPair>;

/** `result_json` of a tune: what the tuner found, as pages and charts read it. Null figures were not computable. */
export const StoredTune = z.strictObject({
  method: z.enum(["gp", "idw"]),
  /** `gp@1`, `idw@1`. */
  strategy: z.string(),
  seed: z.int(),
  join: z.enum(["run", "legacy"]),
  productVersion: z.string(),
  counts: z.strictObject({
    total: z.int(),
    train: z.int(),
    holdout: z.int(),
    incompatible: z.int(),
    inputs: z.int(),
    raters: z.int(),
    /** Paired ratings and the inputs they are about (TU38). */
    pairs: z.int(),
    pairedInputs: z.int(),
    evidenceRows: z.int(),
  }),
  means: z.strictObject({
    trainCurrent: Stars,
    trainCandidate: Stars,
    holdoutCurrent: Stars,
    holdoutCandidate: Stars,
    delta: Stars,
  }),
  /** With the 90 % interval; null for `idw`. */
  gain: z.strictObject({ gain: Stars, lower: Stars, upper: Stars }).nullable(),
  fitted: z.strictObject({ n: z.number(), a: z.number(), b: z.number(), s: z.number(), l: z.number() }).nullable(),
  frozen: z.array(z.string()),
  changes: z.array(z.strictObject({ name: z.string(), old: z.number(), next: z.number() })),
  /** Krippendorff's ordinal α and the items two raters share; null without such items. */
  agreement: z.strictObject({ alpha: z.number().nullable(), sharedItems: z.int() }),
  /** TU39, each as a sentence. */
  confounding: z.array(z.string()),
  /** C-10, as its prepare function takes it. */
  scatter: z.strictObject({
    scores: z.array(
      z.strictObject({ image: z.string(), predicted: Stars, given: Stars, split: z.enum(["train", "holdout"]) }),
    ),
    meanAbsolute: z.number().nullable(),
    spearman: z.number().nullable(),
  }),
  /** C-14, one a tunable; empty for `idw`, which has no band. */
  slices: z.array(
    z.strictObject({
      parameter: z.string(),
      live: z.number(),
      min: z.number(),
      max: z.number(),
      points: z.array(z.strictObject({ value: z.number(), gain: Stars, lower: Stars, upper: Stars })),
      rated: z.array(z.number()),
    }),
  ),
  /** The five judged pictures where another recipe was most above live, and the five where it was most below. */
  pairs: z.strictObject({ best: z.array(JudgedPair), worst: z.array(JudgedPair) }),
});
export type StoredTune = z.infer<typeof StoredTune>;
