import { classifyPicture } from "../classify/classify-picture.ts";
import { comparePictures } from "../executor/compare-pictures.ts";
import { ImageRefused } from "../executor/image-refused.ts";
import { type RunContext, runRecipe } from "../executor/run-recipe.ts";
import type { ClassifyResult, CompareResult, ImageFailure, ImageTask, RunResult } from "../pool/task.ts";

type Outcome = ImageFailure | RunResult | CompareResult | ClassifyResult;

/** One task from its words to its outcome; never throws. */
export async function handleTask(task: ImageTask, context: RunContext): Promise<Outcome> {
  const startedMs = context.monoMs();
  try {
    return await answer(task, context);
  } catch (failure) {
    const reason = failure instanceof ImageRefused ? failure.reason : "step_failed";
    const detail = failure instanceof Error ? failure.message : String(failure);
    return { ok: false, reason, detail, durationMs: Math.round(context.monoMs() - startedMs) };
  }
}

function answer(task: ImageTask, context: RunContext): Promise<Outcome> {
  switch (task.kind) {
    case "run":
      return runRecipe(task, context);
    case "compare":
      return comparePictures(task, context.avif);
    case "classify":
      return classifyPicture(task, context);
  }
}
