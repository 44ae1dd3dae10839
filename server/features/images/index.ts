export {
  addItems,
  findBatch as findImageBatch,
  type ItemRow,
  itemsOf as batchItemsOf,
  type NewItem,
} from "./batches/batch-repo.ts";
export { seedClasses } from "./batches/plan-batch.ts";
export { pumpAfterCommit, startImagePump } from "./batches/pump.ts";
export { storeBatch } from "./batches/start-batch.ts";
export { stopBatch } from "./batches/stop-batch.ts";
export {
  findClass,
  findVersion,
  listClassRows,
  listMoves,
  newestText,
  type VersionRow,
  versionAt,
  versionOfText,
} from "./classes/class-repo.ts";
export { keepVersion } from "./classes/ensure-classes.ts";
export { runnable, storedRecipe } from "./classes/live-recipes.ts";
export { moveLiveRecipe } from "./classes/move-live-recipe.ts";
export { storeRecipeBlob } from "./classes/recipe-blob.ts";
export { findFit, keepFit } from "./improve/fit-repo.ts";
export { flagUnusable, takeFlagBack } from "./inputs/flag-repo.ts";
export { findInputs as findImageInputs, storedInputs } from "./inputs/input-repo.ts";
export { classProgressOf, noProgress, progressByClass } from "./reading/class-progress.ts";
export { recipeScoresOf } from "./reading/class-scores.ts";
export { insertRating, insertVerdict, markRevoked } from "./records/answer-repo.ts";
export { appendRecord } from "./records/append-record.ts";
export { readClassRecords } from "./records/class-records.ts";
export { countChangedEvidence } from "./records/evidence-repo.ts";
export { lastPlace } from "./records/record-repo.ts";
export { storeImageResult } from "./results/store-result.ts";
export { storeUnreadable } from "./results/store-unreadable.ts";
export { findRuns as findImageRuns, type RunRow } from "./runs/run-repo.ts";
export { exportLog } from "./transfer/export-log.ts";
export { importLog } from "./transfer/import-log.ts";
