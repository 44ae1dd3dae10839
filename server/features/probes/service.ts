export { getProbe, getProbeRequests, listProbes } from "./reading/read-probes.ts";
export { cancelProbe } from "./request/cancel-probe.ts";
export { requestProbe } from "./request/request-probe.ts";
