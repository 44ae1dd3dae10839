import type { JobFinished } from "../../../core/contract/v1/events.ts";
import type { ProbeEnd, ProbeExit } from "../../../core/probing/probe-record.ts";
import { setJobState } from "../../store/jobs.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { appendEvent } from "../../store/outbox.ts";
import { findProbe, finishProbe } from "../../store/probe-rows.ts";
import type { EventSubject, EventWriter } from "../event-writer.ts";

export interface ProbeJobEnd {
  readonly subject: EventSubject;
  readonly probeId: string;
  /** What the probe's process left unsaid: its reason when it never wrote an end of its own. */
  readonly otherwise: { readonly exitReason: ProbeExit; readonly message: string | null };
  readonly isCancelled: boolean;
  /** ISO-8601. */
  readonly at: string;
}

function jobEndOf(exitReason: ProbeExit, message: string | null, isCancelled: boolean): JobFinished {
  const outcome =
    exitReason === "ok" ? "succeeded" : exitReason === "interrupted" && isCancelled ? "cancelled" : "failed";
  return { outcome, exitReason, message, tune: null };
}

/** Commits the end of a probe job: the probe's own end where its process wrote none, and the job's, in one transaction (INV-11). */
export function storeProbeJobEnd(store: AgentStore, events: EventWriter, end: ProbeJobEnd): void {
  const { subject, probeId, otherwise } = end;
  store.transaction(() => {
    const probe = findProbe(store, probeId);
    const own = probe === null || probe.endedAt === null ? null : probe;
    if (own === null) {
      const lost: ProbeEnd = {
        ...otherwise,
        probeId,
        endedAt: end.at,
        levels: probe?.levels.length ?? 0,
        tpsMethod: null,
      };
      finishProbe(store, lost, () => events.make("probe.finished", { end: lost }, subject));
    }
    const exitReason = own?.exitReason ?? otherwise.exitReason;
    const message = own === null ? otherwise.message : own.message;
    appendEvent(store, events.make("job.finished", jobEndOf(exitReason, message, end.isCancelled), subject));
    setJobState(store, subject.job, "DONE");
  });
  events.wake();
}
