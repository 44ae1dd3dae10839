export { getTune, getTuneProgress } from "./reading/get-tune.ts";
export { listTunes } from "./reading/list-tunes.ts";
export { listRecipes } from "./reading/machine-recipes.ts";
export { tuneQuestions } from "./reading/tune-questions.ts";
export { cancelTune } from "./request/cancel-tune.ts";
export { getTuneOptions, previewTune } from "./request/preview-tune.ts";
export { requestTune } from "./request/request-tune.ts";
export { getTuneLog } from "./results/tune-log.ts";
