import { join, resolve } from "node:path";
import type { TuneVisit } from "../../core/autotune/evidence/tune-visit.ts";
import type { TuneTrial } from "../../core/autotune/trial.ts";
import type { TuneFinished } from "../../core/contract/v1/events.ts";
import { type EventWriter, makeEventWriter } from "../loop/event-writer.ts";
import { readEnrolment } from "../loop/plane/enrolment.ts";
import { systemWorld } from "../loop/system-world.ts";
import type { AgentStore } from "../store/open-store.ts";
import type { OutboxDraft } from "../store/outbox.ts";
import type { TuneRunStart } from "./channel.ts";

/** The outbox events of a run by hand, one for each of its rows (ID5, JK8); none names a job. */
export interface LocalReport {
  started(run: Omit<TuneRunStart, "origin" | "jobId">): OutboxDraft;
  trial(trial: TuneTrial): OutboxDraft;
  visit(visit: TuneVisit): OutboxDraft;
  finished(finished: TuneFinished): OutboxDraft;
}

/** Events in a stream of the run's own. */
export function makeLocalReport(events: EventWriter): LocalReport {
  const streamOf = (runId: string) => ({ stream: `tune:${runId}` });
  return {
    started: (run) => {
      const { runId, startedAt, plan, specVersion, binaryVersion, engine, engineVersion } = run;
      const machine = { chip: run.machineChip, ramGb: run.machineRamGb, osVersion: run.machineOsVersion };
      const body = { runId, startedAt, plan, specVersion, binaryVersion, engine, engineVersion, machine };
      return events.make("tune.started", { run: body }, streamOf(runId));
    },
    trial: (trial) => events.make("job.trial", { trial }, streamOf(trial.tuneRunId)),
    visit: (visit) => events.make("job.visit", { visit }, streamOf(visit.tuneRunId)),
    finished: (finished) => events.make("tune.finished", { tune: finished }, streamOf(finished.runId)),
  };
}

/** Reports only on an enrolled Mac, and only rows of its own agent.db (B127); null otherwise. */
export function openLocalReport(
  store: AgentStore,
  { stateDir, dbPath }: { readonly stateDir: string; readonly dbPath: string },
): LocalReport | null {
  const isAgentStore = resolve(dbPath) === resolve(join(stateDir, "agent.db"));
  if (!isAgentStore || readEnrolment(stateDir) === null) return null;
  return makeLocalReport(makeEventWriter(store, systemWorld, systemWorld.uuid()));
}
