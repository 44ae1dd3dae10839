import { z } from "zod";

/** What is kept of a class's fit, between thread, console and database: what to try next (TU28) and how uncertain each argument set is (TU29); gains and spreads in stars, relative to the live recipe `baseSha`. */
export const ClassFit = z.strictObject({
  baseSha: z.string(),
  /** The five values of TU22. */
  values: z.strictObject({ n: z.number(), a: z.number(), b: z.number(), s: z.number(), l: z.number() }),
  /** Scores and verdicts it was made of. */
  rows: z.int(),
  /** The grid point with the largest expected improvement, by tunable; null where nothing but live is on the grid. */
  promising: z
    .strictObject({
      values: z.record(z.string(), z.number()),
      gain: z.number(),
      spread: z.number(),
      worth: z.number(),
    })
    .nullable(),
  /** √v of the argument sets that runs have, the newest first. */
  spreads: z.array(z.strictObject({ recipeSha: z.string(), spread: z.number() })),
  /** How strong the recipes with the most votes are, and how surely (TU30, TU34). */
  strengths: z.array(
    z.strictObject({
      recipe: z.string(),
      strength: z.number(),
      lower: z.number(),
      upper: z.number(),
      logVariance: z.number(),
      decisiveVotes: z.int(),
      standing: z.enum(["hidden", "preliminary", "shown"]),
    }),
  ),
});
export type ClassFit = z.infer<typeof ClassFit>;
