import { mayReplaceClass } from "../../../../core/imaging/class-precedence.ts";
import { isPictureAtFault } from "../../../../core/imaging/record/input-problem.ts";
import type { Tx } from "../../../platform/app.ts";
import { storedBlobs } from "../../blobs/index.ts";
import { liveRecipeOf, type RunnableRecipe } from "../classes/live-recipes.ts";
import { findInputs, type InputRow } from "../inputs/input-repo.ts";
import type { NewItem } from "./batch-repo.ts";

interface RefusedInput {
  blake3: string;
  reason: string;
}

export interface PlannedInput {
  input: InputRow;
  /** Null: it is classified first (IM53). */
  class: string | null;
  classBy: string | null;
  recipe: RunnableRecipe | null;
}

export interface ItemPlan {
  planned: PlannedInput[];
  refused: RefusedInput[];
}

/** IM53: each input with the recipe of its class, or of the one forced class (IM11); what cannot run is named with its reason. "Run again" also tries what no agent could read (IM45). */
export async function planItems(
  tx: Tx,
  asked: { orgId: string; inputs: readonly string[]; forcedClass: string | null; isAgain: boolean },
): Promise<ItemPlan> {
  const { orgId, forcedClass, isAgain } = asked;
  const hashes = [...new Set(asked.inputs)];
  const known = new Map((await findInputs(tx, orgId, hashes)).map((row) => [row.blake3, row]));
  const stored = await storedBlobs(tx, orgId, [...known.keys()]);
  const recipes = new Map<string, RunnableRecipe | null>();
  const plan: ItemPlan = { planned: [], refused: [] };
  for (const blake3 of hashes) {
    const input = known.get(blake3);
    const reason = refusalOf(input, { isAgain, hasPixels: stored.has(blake3) });
    if (input === undefined || reason !== null) {
      plan.refused.push({ blake3, reason: reason ?? "this picture was not uploaded" });
      continue;
    }
    const named = classFor(input, forcedClass);
    const { class: label } = named;
    if (label === null) {
      plan.planned.push({ input, class: null, classBy: null, recipe: null });
      continue;
    }
    if (!recipes.has(label)) recipes.set(label, await liveRecipeOf(tx, orgId, label));
    const recipe = recipes.get(label) ?? null;
    if (recipe === null) plan.refused.push({ blake3, reason: `recipe_missing: the class ${label} has no recipe yet` });
    else plan.planned.push({ input, ...named, recipe });
  }
  return plan;
}

/** IM11: the forced class, unless a person corrected this picture's. */
function classFor(input: InputRow, forcedClass: string | null): Pick<PlannedInput, "class" | "classBy"> {
  const isForced = forcedClass !== null && mayReplaceClass(input.classBy, "override");
  return isForced ? { class: forcedClass, classBy: "override" } : { class: input.class, classBy: input.classBy };
}

/** One picture whose bytes no agent could get would end the job of 50 it is in, so it is refused before. */
function refusalOf(
  input: InputRow | undefined,
  { isAgain, hasPixels }: { isAgain: boolean; hasPixels: boolean },
): string | null {
  if (input === undefined) return "this picture was not uploaded";
  const { origin, problem } = input;
  if (origin === "import") return "only its record is here, not its pixels";
  if (!hasPixels) return "its pixels are not here any more; upload it again";
  if (isAgain || problem === null || !isPictureAtFault(problem)) return null;
  return `an agent could not read it: ${problem}`;
}

/** The row of one planned input: a run with its recipe, whose text becomes a blob when its job is made, or a classification first. */
export function itemOf(planned: PlannedInput): NewItem {
  const { input, recipe } = planned;
  return {
    inputBlake3: input.blake3,
    step: recipe === null ? "classify" : "run",
    state: "waiting",
    class: planned.class,
    classBy: planned.classBy,
    recipeSha: recipe?.sha ?? null,
    maxSeconds: recipe?.maxSeconds ?? 30,
  };
}
