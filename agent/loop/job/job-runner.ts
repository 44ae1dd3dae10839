import type { z } from "zod";
import type { JobEnvelope } from "../../../core/contract/v1/job.ts";
import { ProbeParams, TuneParams } from "../../../core/contract/v1/job.ts";
import type { BusyWith, Offer } from "../../../core/contract/v1/messages.ts";
import { findJob, receiveJob, rememberEnvelope, seenEnvelope, setJobState } from "../../store/jobs.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { appendEvent } from "../../store/outbox.ts";
import { findRun, trialsOf } from "../../store/tune-store.ts";
import type { EventSubject, EventWriter } from "../event-writer.ts";
import type { PlaneLink } from "../plane/plane-link.ts";
import type { World } from "../world.ts";
import { startApplyJob } from "./apply/apply-job.ts";
import { startImageJob } from "./images/image-job.ts";
import type { JobPermit, PermittedWork } from "./permit-job.ts";
import { startProbeJob } from "./probe-job.ts";
import type { RunningJob } from "./running-job.ts";
import { jobEndOf, tuneEndOf } from "./tune-end.ts";
import { startTuneJob } from "./tune-job.ts";
import { verifyEnvelope } from "./verify-envelope.ts";

export interface RunnerSetup {
  store: AgentStore;
  world: World;
  events: EventWriter;
  plane: PlaneLink;
  stateDir: string;
  /** The runtime and the command that start the run's child. */
  command: readonly string[];
  childEnv(): Readonly<Record<string, string>>;
  permit(envelope: JobEnvelope): Promise<JobPermit>;
  /** QU6: a restore is in quarantine, so no new job is taken. */
  isHeldBack(): boolean;
  /** Called whenever the runner became free. */
  onIdle(): void;
  log(line: string): void;
}

/** Takes offers, one at a time, and runs what is signed, permitted and leased (INV-17). */
export interface JobRunner {
  busyWith(): z.infer<typeof BusyWith>[];
  canTakeJob(): boolean;
  offer(offer: Offer): Promise<void>;
  cancel(job: string, by: string): void;
  /** The running job, for local commands. */
  current(): { job: string; kind: string; workId: string; phase: string | null } | null;
  /** Stops the running job as SIGTERM does and takes no further one. */
  stop(): Promise<void>;
}

type Verdict = Awaited<ReturnType<typeof verifyEnvelope>>;

async function judge(setup: RunnerSetup, offer: Offer): Promise<Verdict> {
  const { plane, store, world } = setup;
  const enrolment = plane.enrolment();
  if (enrolment === null) return { kind: "refused", reason: "bad_signature", detail: "this agent is not enrolled" };
  return verifyEnvelope(offer, {
    jobKeys: enrolment.jobKeys,
    agentId: enrolment.agentId,
    orgId: enrolment.orgId,
    serverId: enrolment.serverId,
    serverNowMs: plane.serverNowMs() ?? world.clock.wallMs(),
    seen: (jti) => seenEnvelope(store, jti),
  });
}

/** The id of the tune run or probe an envelope asks for; null when its params are not understood. */
function workIdOf({ kind, params }: JobEnvelope): string | null {
  if (kind === "probe") return ProbeParams.safeParse(params).data?.probeId ?? null;
  return TuneParams.safeParse(params).data?.runId ?? null;
}

/** Writes RECEIVED and the envelope's id before anything else happens (INV-11). */
function receive(setup: RunnerSetup, offer: Offer, trusted: Extract<Verdict, { kind: "trusted" }>): void {
  const { store, world, events } = setup;
  const { envelope, sha256 } = trusted;
  const receivedAt = new Date(world.clock.wallMs()).toISOString();
  store.transaction(() => {
    receiveJob(store, {
      jobId: offer.job,
      kind: envelope.kind,
      fence: offer.fence,
      attempt: offer.attempt,
      runId: workIdOf(envelope),
      params: envelope.params,
      receivedAt,
    });
    rememberEnvelope(store, { jti: envelope.jti, envelopeSha256: sha256, jobId: offer.job, seenAt: receivedAt });
    appendEvent(store, events.make("job.received", {}, { job: offer.job, fence: offer.fence }));
  });
  events.wake();
}

/** Writes the permit's outcome and its event together; returns the work of a job that may run. */
function settlePermit(setup: RunnerSetup, subject: EventSubject, permit: JobPermit): PermittedWork | null {
  const { store, events } = setup;
  store.transaction(() => {
    switch (permit.kind) {
      case "permit":
        setJobState(store, subject.job, "PERMITTED");
        return appendEvent(store, events.make("job.permitted", {}, subject));
      case "defer": {
        const { reason, retryAfterS } = permit;
        setJobState(store, subject.job, "DEFERRED");
        return appendEvent(store, events.make("job.deferred", { reason, retryAfterS }, subject));
      }
      case "refuse": {
        const { reason, detail } = permit;
        setJobState(store, subject.job, "REFUSED");
        return appendEvent(store, events.make("job.refused", { reason, detail }, subject));
      }
    }
  });
  events.wake();
  return permit.kind === "permit" ? permit.work : null;
}

/** B126: a run id already stored is never run again; its rows are sent instead. */
function sendStoredRun(setup: RunnerSetup, subject: EventSubject, runId: string): boolean {
  const { store, events } = setup;
  const run = findRun(store, runId);
  const tune = tuneEndOf(store, runId, null);
  if (run === null || tune === null) return false;
  store.transaction(() => {
    appendEvent(store, events.make("job.started", { runId, startedAt: run.startedAt }, subject));
    for (const trial of trialsOf(store, runId)) appendEvent(store, events.make("job.trial", { trial }, subject));
    appendEvent(store, events.make("job.finished", jobEndOf(tune, false), subject));
    setJobState(store, subject.job, "DONE");
  });
  events.wake();
  return true;
}

function startWork(setup: RunnerSetup, { job: jobId, fence }: EventSubject, permitted: PermittedWork): RunningJob {
  const env = setup.childEnv();
  switch (permitted.kind) {
    case "tune":
      return startTuneJob({ ...setup, work: { jobId, fence, params: permitted.params }, env });
    case "probe":
      return startProbeJob({ ...setup, work: { jobId, fence, params: permitted.params }, env });
    case "apply":
      return startApplyJob({ ...setup, work: { jobId, fence, params: permitted.params }, env });
    case "image-run":
    case "image-replay":
      return startImageJob({ ...setup, work: { jobId, fence, asked: permitted }, env });
  }
}

/** Makes the runner of an agent process. */
export function makeJobRunner(setup: RunnerSetup): JobRunner {
  const { store, events } = setup;
  let held: EventSubject | null = null;
  let running: RunningJob | null = null;
  let isStopping = false;
  let over: Promise<unknown> = Promise.resolve();

  const release = (): void => {
    held = null;
    running = null;
    setup.onIdle();
  };
  const handle = async (offer: Offer, subject: EventSubject): Promise<void> => {
    const verdict = await judge(setup, offer);
    if (verdict.kind === "refused") {
      setup.log(`job ${offer.job} refused: ${verdict.reason}: ${verdict.detail}`);
      events.append("job.refused", { reason: verdict.reason, detail: verdict.detail }, subject);
      return release();
    }
    const known = findJob(store, offer.job);
    if (known?.state === "DONE" && known.fence === offer.fence) return release();
    receive(setup, offer, verdict);
    const permitted = settlePermit(setup, subject, await setup.permit(verdict.envelope));
    if (permitted === null) return release();
    if (permitted.kind === "tune" && sendStoredRun(setup, subject, permitted.params.runId)) return release();
    if (isStopping) return release();
    const job = startWork(setup, subject, permitted);
    running = job;
    over = job.ended.then((stuckPid) => {
      if (stuckPid === null) return release();
      setup.log(`the run's process ${stuckPid} does not end; no further job is taken`);
    });
    over.catch((failure: unknown) => {
      setup.log(`job ${offer.job} failed: ${String(failure)}`);
      release();
    });
  };
  return {
    busyWith: () => (held === null ? [] : [held]),
    canTakeJob: () => held === null && !isStopping && !setup.isHeldBack(),
    offer: async (offer) => {
      if (held !== null || isStopping || setup.isHeldBack()) return;
      const subject = { job: offer.job, fence: offer.fence };
      held = subject;
      try {
        await handle(offer, subject);
      } catch (failure) {
        setup.log(`job ${offer.job} could not be taken: ${String(failure)}`);
        release();
      }
    },
    cancel: (job, by) => {
      if (held?.job === job) running?.stop("cancelled", `cancelled (${by})`);
    },
    current: () =>
      held === null || running === null
        ? null
        : { job: held.job, kind: running.kind, workId: running.workId, phase: running.phase() },
    stop: async () => {
      isStopping = true;
      running?.stop("agent_stopping", "the agent is stopping");
      await over;
    },
  };
}
