import type { App } from "../../../platform/app.ts";
import { openJobs } from "../../jobs/index.ts";
import { findRunsOfJobs, openLocalRuns, runsEndedSince } from "../repo.ts";
import type { TuneSummary } from "../schema.ts";
import { summariesOf } from "./summaries.ts";

/** Every tune that waits or runs on these machines, newest first. */
export async function openTunes(app: App, orgId: string, agentIds: string[]): Promise<TuneSummary[]> {
  const jobs = await openJobs(app.db, orgId, agentIds);
  const jobIds = jobs.map(({ id }) => id);
  const runs = [...(await findRunsOfJobs(app.db, orgId, jobIds)), ...(await openLocalRuns(app.db, orgId, agentIds))];
  return summariesOf(
    app,
    orgId,
    runs.toSorted((left, right) => right.number - left.number),
  );
}

/** Tunes whose end was reported since then, newest first. */
export async function endedTunes(
  app: App,
  orgId: string,
  window: { since: Date; take: number },
): Promise<TuneSummary[]> {
  return summariesOf(app, orgId, await runsEndedSince(app.db, { orgId, ...window }));
}
