import { ApplyRecipeParams } from "../../../../core/contract/v1/apply.ts";
import type { JobFinished } from "../../../../core/contract/v1/events.ts";
import { decideWrite } from "../../../../core/tuning/following/decide-write.ts";
import type { Environment } from "../../../host/environment.ts";
import { type AgentJob, jobParams, setJobState } from "../../../store/jobs.ts";
import type { AgentStore } from "../../../store/open-store.ts";
import { appendEvent } from "../../../store/outbox.ts";
import { dropKept, heldSha, tidyWrite } from "../../../tuner/write-recipe.ts";
import type { EventSubject, EventWriter } from "../../event-writer.ts";

export type ApplyEnd = Pick<JobFinished, "outcome" | "exitReason" | "message">;

/** Protocol section 9: neither base nor target is on the disk, so nothing is touched. */
export const CONFLICT = ({ class: label, baseHash }: ApplyRecipeParams, held: string | null): ApplyEnd => ({
  outcome: "failed",
  exitReason: "config_conflict",
  message: `the recipe of ${label} on this Mac is ${held ?? "none"}, approved was the change of ${baseHash ?? "none"}; nothing was written`,
});

/** The recipe on the Mac is not valid or cannot be read, so that nobody knows what would be replaced: somebody's work, which stays (JK9). */
export const UNREADABLE = (failure: unknown): ApplyEnd => ({
  outcome: "failed",
  exitReason: "config_conflict",
  message: `${failure instanceof Error ? failure.message : String(failure)}; nothing was written, correct or remove the file on this Mac`,
});

interface Reporting {
  readonly store: AgentStore;
  readonly events: EventWriter;
}

interface Ending {
  readonly subject: EventSubject;
  readonly label: string;
  readonly environment: Environment;
  readonly end: ApplyEnd;
}

/** Ends an apply with the sha the Mac has now, read from the disk after the act (TU51). */
export async function storeApplyEnd({ store, events }: Reporting, ending: Ending): Promise<void> {
  const { subject, label, environment, end } = ending;
  const sha = await heldSha(label, environment).catch(() => null);
  store.transaction(() => {
    const body = { ...end, tune: null, imageRecipe: { class: label, sha } };
    appendEvent(store, events.make("job.finished", body, subject));
    setJobState(store, subject.job, "DONE");
  });
  events.wake();
}

/** Protocol section 9, "apply begun": what an ended agent process left of an apply is told by what is on the disk. */
export async function recoverApply(reporting: Reporting, job: AgentJob, environment: Environment): Promise<void> {
  const params = ApplyRecipeParams.parse(jobParams(reporting.store, job.jobId));
  const label = params.class;
  const end = await endFound(params, { jobId: job.jobId, environment });
  await storeApplyEnd(reporting, { subject: { job: job.jobId, fence: job.fence }, label, environment, end });
}

/** A folder that cannot be tidied or read ends the job, never the agent's start. */
async function endFound(
  params: ApplyRecipeParams,
  { jobId, environment }: { jobId: string; environment: Environment },
): Promise<ApplyEnd> {
  try {
    await tidyWrite(params.class, { jobId, environment });
    const held = await heldSha(params.class, environment);
    switch (decideWrite(held, params)) {
      case "has_it":
        return { outcome: "succeeded", exitReason: "ok", message: "the agent ended after it had written the recipe" };
      case "write":
        await dropKept(params.class, { jobId, environment });
        return { outcome: "failed", exitReason: "not_applied", message: "the agent ended before it wrote the recipe" };
      case "conflict":
        return CONFLICT(params, held);
    }
  } catch (failure) {
    return UNREADABLE(failure);
  }
}
