import { parse } from "@decimalturn/toml-patch";
import { z } from "zod";
import { numberParameterOf, type Recipe } from "../../imaging/recipe/recipe.ts";
import type { TuningRecipe } from "../recipe.ts";

const WrittenStep = z.looseObject({
  op: z.string().optional(),
  enabled: z.unknown().optional(),
  args: z.unknown().optional(),
});
const Written = z.looseObject({
  step: z.array(WrittenStep).optional(),
  steps: z.array(WrittenStep).optional(),
});

/** The live recipe as the tuner sees it, with the place of each canonical step in its text. */
export function tuningRecipe(recipe: Recipe): TuningRecipe {
  return {
    class: recipe.class,
    schema: recipe.schema,
    text: recipe.text,
    sha: recipe.sha,
    steps: recipe.steps,
    ids: recipe.ids,
    paths: pathsOf(recipe),
    tune: recipe.tune,
    rangeOf: (step, param) => {
      const parameter = numberParameterOf(recipe, step, param);
      if (parameter === null) return null;
      const { min, max, grain, isLog, isTunable } = parameter;
      return { min, max, kind: grain, isLog, isTunable };
    },
  };
}

function pathsOf({ text, schema, steps }: Recipe): (string | number)[][] {
  const written = Written.parse(parse(text));
  const key = schema === 0 && written.steps !== undefined ? "steps" : "step";
  const paths = (written[key] ?? []).flatMap((step, index) => {
    if (step.enabled === false || (schema === 1 && step.op === "orient.auto")) return [];
    const hasInner = schema === 0 && step.args !== undefined;
    return [hasInner ? [key, index, "args"] : [key, index]];
  });
  return steps.length > paths.length ? [...paths, ["output"]] : paths;
}
