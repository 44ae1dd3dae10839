export { type MachineTunes, machineTunes } from "./reading/machine-tunes.ts";
export { endedTunes, openTunes } from "./reading/recent-tunes.ts";
export { tuneStateOf } from "./reading/tune-state.ts";
export { finishTune } from "./results/finish-tune.ts";
export { finishLocalTune, startLocalTune } from "./results/local-run.ts";
export { storeTuneTrial } from "./results/store-trial.ts";
export { storeTuneVisit } from "./results/store-visit.ts";
export { appendTuneLog } from "./results/tune-log.ts";
