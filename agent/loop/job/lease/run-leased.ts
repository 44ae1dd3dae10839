import type { TuneProgress } from "../../../../core/contract/v1/events.ts";
import { setJobState } from "../../../store/jobs.ts";
import type { AgentStore } from "../../../store/open-store.ts";
import type { PlaneLink } from "../../plane/plane-link.ts";
import type { World } from "../../world.ts";
import type { JobStop } from "./job-stop.ts";
import { keepLease } from "./keep-lease.ts";

interface LeaseHolder {
  readonly store: AgentStore;
  readonly world: World;
  readonly plane: PlaneLink;
  readonly work: { readonly jobId: string; readonly fence: string };
}

interface LeasedWork {
  readonly stop: JobStop;
  progress(): TuneProgress | null;
  /** Resolves as `RunningJob.ended` does; a job cancelled before its first renew comes here too, to say so. */
  run(): Promise<number | null>;
}

/** Works while the lease is kept; nothing starts before the first renew succeeded (LE3). */
export async function runLeased(
  { store, world, plane, work }: LeaseHolder,
  { stop, progress, run }: LeasedWork,
): Promise<number | null> {
  const { jobId, fence } = work;
  const lease = keepLease({
    plane,
    world,
    job: jobId,
    fence,
    progress,
    onCancel: (by, reason) => stop.request("cancelled", `${reason} (${by})`),
    onLost: (loss) => stop.request(loss, "the lease of this job is gone"),
  });
  try {
    const isRenewed = await Promise.race([lease.first, stop.asked.then(() => false)]);
    if (isRenewed || stop.cause === "cancelled") return await run();
    // A stopping agent leaves the job as it is: the next start hands it back.
    if (stop.cause !== "agent_stopping") setJobState(store, jobId, "DONE");
    return null;
  } finally {
    lease.close();
  }
}
