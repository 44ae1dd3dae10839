import { makeLocalReport } from "../autotune/local-report.ts";
import { isProcessAlive } from "../host/process-list.ts";
import { type LocalRun, noteReported, unreportedRuns } from "../store/local-runs.ts";
import type { AgentStore } from "../store/open-store.ts";
import { appendEvent } from "../store/outbox.ts";
import { trialsOf, visitsOf } from "../store/tune-store.ts";
import type { EventWriter } from "./event-writer.ts";
import { tuneEndOf } from "./job/tune-end.ts";

/**
 * B127: puts into the outbox what it lacks of runs by hand: those made before enrolment as a whole, once; of a run whose
 * process died its end, as its row stands. Returns how many runs.
 */
export async function reportLocalRuns(store: AgentStore, events: EventWriter): Promise<number> {
  let count = 0;
  for (const found of unreportedRuns(store)) {
    if (await isGoingOn(found)) continue;
    store.transaction(() => {
      const current = unreportedRuns(store).find(({ run }) => run.runId === found.run.runId);
      if (current !== undefined) reportRun(store, events, current);
    });
    count += 1;
  }
  return count;
}

async function isGoingOn({ run, owner }: LocalRun): Promise<boolean> {
  const isProvisional = run.exitReason === "internal_error" && run.endedAt === null;
  return isProvisional && owner !== null && (await isProcessAlive(owner.pid, owner.startTime));
}

function reportRun(store: AgentStore, events: EventWriter, { run, reported }: LocalRun): void {
  const { runId, plan } = run;
  const end = tuneEndOf(store, runId, null);
  noteReported(store, runId, "finished");
  if (plan === null || end === null) return;
  const report = makeLocalReport(events);
  if (reported === null) {
    appendEvent(store, report.started({ ...run, plan }));
    for (const trial of trialsOf(store, runId)) appendEvent(store, report.trial(trial));
    for (const visit of visitsOf(store, runId)) appendEvent(store, report.visit(visit));
  }
  appendEvent(store, report.finished(end));
}
