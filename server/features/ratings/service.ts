export { clearScore } from "./answers/clear-score.ts";
export { giveAnswer } from "./answers/give-answer.ts";
export { undoAnswer } from "./answers/undo-answer.ts";
export { nextItems } from "./picking/next-items.ts";
export { openBench } from "./picking/open-bench.ts";
export { readAgreement } from "./reading/agreement.ts";
export { listBenchClasses } from "./reading/bench-classes.ts";
export { readDistribution } from "./reading/distribution.ts";
