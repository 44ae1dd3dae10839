export { cancelCommands, cancelJob, requestCancel } from "./cancel-job.ts";
export { createJob, QUEUE_MOST } from "./create-job.ts";
export { flushContacts, recordContact } from "./hosts/contacts.ts";
export { grantBlockers, type Host, hostOf, MIN_FREE_DISK_BYTES, startBlockers } from "./hosts/host.ts";
export {
  type Applied,
  admitEvent,
  type BodyFault,
  keepEvent,
  type Placed,
  passEvent,
  wantedSeqs,
} from "./inbox/inbox.ts";
export { jobStateOf, probeParamsOf } from "./job-kinds.ts";
export { offerWork } from "./leases/grant.ts";
export {
  deferJob,
  endJob,
  type JobEnding,
  type JobStanding,
  noteProgress,
  refuseJob,
  standingOf,
  startJob,
} from "./leases/job-events.ts";
export { startReaper } from "./leases/reaper.ts";
export { renewLease } from "./leases/renew-lease.ts";
export { type ObligationRow, openObligations } from "./obligations/obligation-repo.ts";
export { storeObligation } from "./obligations/store-obligation.ts";
export { findHostOf, hostsOf, hostsWithWork, placeInQueue, tuneRunIdOf } from "./queue/queue.ts";
export {
  countLateEvents,
  findJob,
  findJobByRequestKey,
  findJobs,
  type JobRow,
  openJobs,
  waitingCounts,
} from "./repo.ts";
