export { startImagePump } from "./batches/pump.ts";
export { classProgressOf, recipeScoresOf } from "./reading/class-scores.ts";
export { storeImageResult } from "./results/store-result.ts";
export { exportLog } from "./transfer/export-log.ts";
export { importLog } from "./transfer/import-log.ts";
