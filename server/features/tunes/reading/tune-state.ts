import type { JobState } from "../../../../core/contract/v1/job.ts";
import type { TuneState } from "../schema.ts";

const STATE_OF_JOB: Record<JobState, TuneState> = {
  QUEUED: "queued",
  LEASED: "handed_over",
  RUNNING: "running",
  CANCELLING: "cancelling",
  SUCCEEDED: "finished",
  FAILED: "finished",
  CANCELLED: "cancelled",
  REFUSED: "refused",
  LOST: "lost",
  EXPIRED: "expired",
};

/** The one word for a run's life; a run by hand has no job and is finished when its end was reported. */
export function tuneStateOf(jobState: JobState | null, isEndReported: boolean): TuneState {
  if (jobState !== null) return STATE_OF_JOB[jobState];
  return isEndReported ? "finished" : "running";
}
