import { z } from "zod";
import { Blake3 } from "../../../../core/imaging/record/parts.ts";

const Stars = z.strictObject({ mean: z.number(), lower: z.number(), upper: z.number() });
const BoardEntry = z.strictObject({
  recipeSha: Blake3,
  /** The newest version of the class with this sha; null for a recipe that only a log knows. */
  version: z.int().nullable(),
  isLive: z.boolean(),
  forced: z.string().nullable(),
  rank: z.int().nullable(),
  rankRange: z.tuple([z.int(), z.int()]).nullable(),
  /** Stars above the class mean with its 95 % interval, an estimate; null under the rated runs that a place needs. */
  effect: Stars.nullable(),
  mean: z.number().nullable(),
  biasFree: Stars.nullable(),
  runs: z.int(),
  inputs: z.int(),
  raters: z.int(),
  alpha: z.number().nullable(),
  winRate: z.number().nullable(),
  wins: z.int(),
  losses: z.int(),
  ties: z.int(),
});
/** How a board's lead stands (console.md, section 6). */
const ImageCrown = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("only") }),
  z.strictObject({ kind: z.literal("joint"), others: z.array(Blake3) }),
  z.strictObject({
    kind: z.literal("dashed"),
    by: z.enum(["rating", "rater"]),
    input: Blake3.nullable(),
    other: Blake3,
  }),
  z.strictObject({ kind: z.literal("dotted"), raters: z.int() }),
  z.strictObject({ kind: z.literal("solid") }),
  z.strictObject({ kind: z.literal("unchecked") }),
]);
export const Leaderboard = z.strictObject({
  class: z.string(),
  boards: z.array(
    z.strictObject({
      workingSize: z.union([z.int(), z.literal("full")]),
      mode: z.enum(["blind", "open"]),
      scores: z.int(),
      verdicts: z.int(),
      needed: z.int(),
      leftOut: z.int(),
      /** The crown, and the first recipe above the second in stars. */
      crown: ImageCrown,
      gap: Stars.nullable(),
      entries: z.array(BoardEntry),
    }),
  ),
  unclassified: z.int(),
  /** TU34: how strong the recipes with the most votes are, by the lower end of the interval over images; kept with the class's fit. */
  votes: z.strictObject({
    strengths: z.array(
      z.strictObject({
        recipeSha: Blake3,
        version: z.int().nullable(),
        isLive: z.boolean(),
        strength: z.number(),
        lower: z.number(),
        upper: z.number(),
        decisiveVotes: z.int(),
        isPreliminary: z.boolean(),
      }),
    ),
    /** Recipes with too few votes to be shown. */
    hidden: z.int(),
    /** Nothing is told while a blind confirmation runs, whose verdicts are among the votes (TU40). */
    isHeld: z.boolean(),
  }),
  serverTime: z.iso.datetime(),
});
export type Leaderboard = z.infer<typeof Leaderboard>;
