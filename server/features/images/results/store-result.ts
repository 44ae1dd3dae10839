import type { ImageTrial } from "../../../../core/contract/v1/image-jobs.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { storeSharedAnswer } from "../transfer/store-shared.ts";
import type { ResultSource, ResultStored } from "./result-source.ts";
import { storeClassification } from "./store-classification.ts";
import { storeRun } from "./store-run.ts";
import { storeRunError } from "./store-run-error.ts";

/** Takes one `job.trial` of an image job, idempotently, in the caller's transaction (JK8). */
export function storeImageResult(
  app: App,
  tx: Tx,
  told: { from: ResultSource; trial: ImageTrial },
): Promise<ResultStored> {
  const { from, trial } = told;
  if (!("blobs" in trial)) {
    const { record } = trial;
    if (record.kind === "run_error") return storeRunError(app, tx, { from, record });
    return from.origin === "share" ? storeSharedAnswer(app, tx, { from, record }) : Promise.resolve("differs");
  }
  if ("output" in trial.blobs && trial.record.kind === "run") {
    const distance = "distance" in trial ? trial.distance : undefined;
    const warnings = "warnings" in trial ? trial.warnings : undefined;
    return storeRun(app, tx, { from, record: trial.record, blobs: trial.blobs, distance, warnings });
  }
  if (trial.record.kind === "run") return Promise.resolve("differs");
  return storeClassification(app, tx, { from, record: trial.record, thumb: trial.blobs.thumb });
}
