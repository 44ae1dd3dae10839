import { parseRunnableRecipe } from "../../../../../../core/imaging/recipe/parse-recipe.ts";
import { problemText, type RecipeProblem } from "../../../../../../core/imaging/recipe/problem.ts";
import { isPassThrough } from "../../../../../../core/imaging/recipe/recipe.ts";

interface Version {
  version: number;
  recipeSha: string;
}

/** A fault at its line: what the parser says, the line as written, and where in the text it is. */
export interface TextProblem {
  text: string;
  line: string;
  start: number;
  end: number;
}

export type CheckedText =
  | { kind: "problems"; problems: TextProblem[] }
  | { kind: "recipe"; sha: string; sentence: string };

/** Reads a recipe's text as the server will (IM14), and says what saving it would make. */
export function checkText(toml: string, of: { class: string; versions: readonly Version[] }): CheckedText {
  const parsed = parseRunnableRecipe(toml, { fileStem: of.class });
  if (parsed.kind === "invalid") {
    return { kind: "problems", problems: parsed.problems.map((problem) => placed(problem, toml)) };
  }
  const { sha, steps } = parsed.recipe;
  const does = isPassThrough(parsed.recipe)
    ? "Copies the bytes (pass-through)."
    : `${steps.length === 1 ? "1 step" : `${steps.length} steps`}, the output counted.`;
  const same = of.versions.find((one) => one.recipeSha === sha);
  const known = same === undefined ? "" : ` Runs the same as version ${same.version}.`;
  return { kind: "recipe", sha, sentence: `${does}${known}` };
}

function placed(problem: RecipeProblem, toml: string): TextProblem {
  const lines = toml.split("\n");
  const line = lines[problem.line - 1] ?? "";
  const before = lines.slice(0, problem.line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return { text: problemText(problem), line: line.trim(), start: before, end: before + line.length };
}

/** What a class without a recipe begins with. */
export const firstText = (label: string): string =>
  `schema = 1\nclass  = "${label}"\ntitle  = "First recipe"\n\n[[step]]\nid    = "light"\nop    = "tone.gamma"\ngamma = 1.05\n\n[output]\nformat  = "jpeg"\nquality = 88\n`;
