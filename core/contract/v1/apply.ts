import { z } from "zod";
import { ClassLabel } from "../../imaging/classes.ts";
import { Blake3 } from "../../imaging/record/parts.ts";

/** JK2: a person's yes to one recipe of one class on one Mac, once. */
const ApplyApproval = z.strictObject({
  approvedBy: z.string().min(1).max(200),
  at: z.iso.datetime(),
  agentId: z.uuid(),
  class: ClassLabel,
  hash: Blake3,
});

/** Parameters of an `apply` job of kind image-recipe (TU51). Strict (JK1). */
export const ApplyRecipeParams = z.strictObject({
  proposalKind: z.literal("image-recipe"),
  /** The promotion that made the recipe live; a starter and a person's first text have none. */
  proposalId: z.uuid().optional(),
  class: ClassLabel,
  approval: ApplyApproval,
  /** The recipe's TOML text as a blob; the agent recomputes `targetHash` from it. */
  recipe: Blake3,
  /** The `recipe_sha` this Mac had when the job was approved; null where it had none. */
  baseHash: Blake3.nullable(),
  targetHash: Blake3,
});
export type ApplyRecipeParams = z.infer<typeof ApplyRecipeParams>;

/** The recipe a Mac has for a class by IM20; `sha` is null where its text is not valid. */
export const HeldRecipe = z.object({ class: ClassLabel, sha: Blake3.nullable() });
export type HeldRecipe = z.infer<typeof HeldRecipe>;
