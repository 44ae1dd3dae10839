import { readProcess } from "../host/process-list.ts";
import { askAgent } from "../loop/local-socket.ts";
import { noteOwner, noteReported } from "../store/local-runs.ts";
import { type AgentStore, openStore } from "../store/open-store.ts";
import { finishRun, insertRun, insertTrial, insertVisit, markKept, retainRuns } from "../store/tune-store.ts";
import { openLocalReport } from "./local-report.ts";
import { readTuneLockOwner } from "./lock/tune-lock.ts";
import type { TuneSink } from "./sink.ts";

/** How long the end of a run waits for the agent to hear of it; it reads its outbox each minute anyway. */
const ASK_MS = 500;

export interface LocalSinkRequest {
  readonly stateDir: string;
  readonly dbPath: string;
  readonly retainRuns: number;
  /** Progress and log of a run by hand, for stderr. */
  readonly onProgress: TuneSink["progress"];
  readonly onLog: TuneSink["log"];
}

/** A run by hand writes its own rows (autotune.md section 12); retention follows the provisional row (B86, B88). */
export function openLocalSink(request: LocalSinkRequest): TuneSink {
  const store: AgentStore = openStore(request.stateDir, request.dbPath);
  const report = openLocalReport(store, request);
  return {
    startRun: async (run) => {
      const owner = { pid: process.pid, startTime: (await readProcess(process.pid))?.startTime ?? null };
      store.transaction(() => {
        insertRun(store, run, report?.started(run));
        noteOwner(store, run.runId, owner);
        if (report !== null) noteReported(store, run.runId, "started");
      });
      retainRuns(store, request.retainRuns, readTuneLockOwner(request.stateDir)?.runId ?? run.runId);
    },
    storeTrial: async (trial) => insertTrial(store, trial, report?.trial),
    storeVisit: async (visit) => insertVisit(store, visit, report?.visit(visit)),
    markKept: async (localId) => markKept(store, localId),
    finish: async (finished) => {
      store.transaction(() => {
        finishRun(store, finished, report?.finished(finished));
        if (report !== null) noteReported(store, finished.runId, "finished");
      });
    },
    progress: request.onProgress,
    log: request.onLog,
    quiet: () => undefined,
    close: async () => {
      store.close();
      if (report !== null) await askAgent(request.stateDir, { type: "written" }, ASK_MS);
    },
  };
}
