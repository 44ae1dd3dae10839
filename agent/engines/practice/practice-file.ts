import { join } from "node:path";
import { modelKey } from "../../../core/serving/model-id.ts";
import { PRACTICE_MODELS, type PracticeModel } from "../../../core/serving/practice-models.ts";

/** The practice model of an id, or null when the ladder has none of that name. */
export function findPracticeModel(id: string): PracticeModel | null {
  return PRACTICE_MODELS.find((model) => modelKey(model.id) === modelKey(id)) ?? null;
}

/** Where a practice model's file lives, written or not. */
export function practiceFile(practiceDir: string, model: PracticeModel): string {
  return join(practiceDir, `${model.id.slice("practice/".length)}.gguf`);
}
