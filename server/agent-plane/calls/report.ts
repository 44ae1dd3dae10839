import type { ReportAnswer, ReportRequest } from "../../../core/contract/v1/messages.ts";
import { storeReport } from "../../features/fleet/index.ts";
import type { AgentCall } from "../http/route.ts";

/** MS1: what the machine says of itself. */
export function report({ app, caller }: AgentCall, message: ReportRequest): Promise<ReportAnswer> {
  return storeReport(app, caller.agent, message);
}
