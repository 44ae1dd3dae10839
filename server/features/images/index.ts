export { startImagePump } from "./batches/pump.ts";
export { flagUnusable } from "./inputs/input-repo.ts";
export { classProgressOf, recipeScoresOf } from "./reading/class-scores.ts";
export { insertRating, insertVerdict, markRevoked } from "./records/answer-repo.ts";
export { appendRecord } from "./records/append-record.ts";
export { storeImageResult } from "./results/store-result.ts";
export { exportLog } from "./transfer/export-log.ts";
export { importLog } from "./transfer/import-log.ts";
