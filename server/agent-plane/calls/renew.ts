import type { RenewAnswer, RenewRequest } from "../../../core/contract/v1/messages.ts";
import { recordContact, renewLease } from "../../features/jobs/index.ts";
import { PlaneFailure } from "../http/plane-failure.ts";
import type { AgentCall } from "../http/route.ts";

/** T3, CX1: keeps a lease, takes the newest progress, brings back a cancel; before set-up there are no jobs (EN6). */
export async function renew({ app, caller }: AgentCall, message: RenewRequest): Promise<RenewAnswer> {
  if (await app.needsSetup()) throw new PlaneFailure("not_set_up");
  recordContact(app, caller.agent);
  const renewal = await renewLease(app, { agent: caller.agent, request: message });
  if (renewal.kind === "stale") throw new PlaneFailure("stale_fence");
  return { leaseMs: renewal.leaseMs, ...(renewal.cancel === null ? {} : { cancel: renewal.cancel }) };
}
