import type { Recipe } from "../../../core/imaging/recipe/recipe.ts";
import type { RunTask } from "../pool/task.ts";
import type { ClassAnswer } from "../records/run-of-result.ts";
import type { AutoFlags } from "./auto-flags.ts";

export interface AutoRun {
  readonly runId: string;
  readonly inputBlake3: string;
  readonly classified: ClassAnswer;
  readonly recipe: Recipe;
}

/** The work of one `image auto`: no thumbnail and no before picture, because only the output stays. */
export function runTaskOf(flags: AutoFlags, { recipe }: AutoRun, outputDir: string): RunTask {
  return {
    kind: "run",
    inputPath: flags.input,
    outputDir,
    steps: [...recipe.steps],
    ids: [...recipe.ids],
    workLongSide: flags.workLongSide,
    maxPixels: recipe.limits.maxPixels,
    maxSeconds: recipe.limits.maxSeconds,
    maxOutputBytes: null,
    wants: { before: false, thumb: false, pixels: true },
  };
}
