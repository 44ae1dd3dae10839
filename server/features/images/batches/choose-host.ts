import type { App } from "../../../platform/app.ts";
import { findHostOf, type Host, startBlockers } from "../../jobs/index.ts";
import { possibleHosts } from "./batch-repo.ts";

export interface ChosenHost {
  host: Host | null;
  /** Why nothing can start now, in words; empty when it can. */
  blockers: string[];
}

/** JK6: the machine that gets the next image job: the house agent where it can, else the one that called last. */
export async function chooseHost(app: App, orgId: string, kind: "image-run" | "image-replay"): Promise<ChosenHost> {
  let first: ChosenHost | null = null;
  for (const { id } of await possibleHosts(app.db, orgId)) {
    const host = await findHostOf(app, { id, orgId });
    if (host === null || host.capabilities?.kinds.includes(kind) !== true) continue;
    const chosen = { host, blockers: startBlockers(host, kind) };
    if (chosen.blockers.length === 0) return chosen;
    first ??= chosen;
  }
  return (
    first ?? { host: null, blockers: ["no machine here runs image jobs yet; the house agent starts with the console"] }
  );
}
