import { ClassLabel } from "../classes.ts";
import { checkTune, withOutput } from "./check-tune.ts";
import type { RecipeProblem } from "./problem.ts";
import { readSchema0 } from "./read-schema-0.ts";
import { readLimits, readTune } from "./read-settings.ts";
import { readOutput, readSteps } from "./read-steps.ts";
import type { Recipe } from "./recipe.ts";
import { recipeSha } from "./recipe-sha.ts";
import { openToml, type TomlTable } from "./toml-table.ts";

const TOP_KEYS = ["schema", "class", "title", "notes", "limits", "step", "output", "tune", "proposal"];
const NOT_CANONICAL = "orient.auto";

export type ParsedRecipe =
  | { readonly kind: "recipe"; readonly recipe: Recipe }
  | { readonly kind: "invalid"; readonly problems: readonly RecipeProblem[] };

export interface RecipePlace {
  /** The file's name without `.toml`: the class it is for. */
  readonly fileStem: string;
}

/** Reads a recipe of schema 1, or of schema 0 for the tuner (IM14–IM18, IM21). */
export function parseRecipe(text: string, { fileStem }: RecipePlace): ParsedRecipe {
  const { root, problems } = openToml(text);
  if (root === null) return { kind: "invalid", problems };
  const recipe =
    root.get("schema") === undefined ? readSchema0(root, { text, fileStem }) : readSchema1(root, { text, fileStem });
  return problems.length > 0 ? { kind: "invalid", problems } : { kind: "recipe", recipe };
}

/** As `parseRecipe`, but a recipe of the older tool is refused with `recipe_schema_0` (IM21). */
export function parseRunnableRecipe(text: string, place: RecipePlace): ParsedRecipe {
  const parsed = parseRecipe(text, place);
  if (parsed.kind === "invalid" || parsed.recipe.schema === 1) return parsed;
  const message = "this recipe is of the older tool: add `schema = 1` and write its steps for this version";
  return { kind: "invalid", problems: [{ code: "recipe_schema_0", line: 1, column: 1, field: "schema", message }] };
}

function readSchema1(root: TomlTable, { text, fileStem }: RecipePlace & { text: string }): Recipe {
  root.allow(TOP_KEYS);
  if (root.get("schema") !== 1n) root.problem("schema", "must be 1");
  if (!ClassLabel.safeParse(root.get("class")).success) root.problem("class", "must be a label such as color-photo");
  else if (root.get("class") !== fileStem) root.problem("class", `must be ${fileStem}, the name of the file`);
  root.text("notes");
  root.table("proposal");
  const title = root.text("title");
  const written = readSteps(root);
  const output = readOutput(root);
  const enabled = written.filter(({ isEnabled }) => isEnabled);
  if (enabled.length > 0 && root.get("output") === undefined)
    root.problem("output", "is required with an enabled step");
  const tune = readTune(root);
  checkTune(root, tune, withOutput(written, output));
  const canonical = withOutput(
    enabled.filter(({ step }) => step.op !== NOT_CANONICAL),
    output,
  );
  const steps = canonical.map(({ step }) => step);
  const ids = canonical.map(({ id }) => id);
  return { schema: 1, class: fileStem, title, text, steps, ids, sha: recipeSha(steps), limits: readLimits(root), tune };
}
