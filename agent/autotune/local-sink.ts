import { type AgentStore, openStore } from "../store/open-store.ts";
import { finishRun, insertRun, insertTrial, insertVisit, markKept, retainRuns } from "../store/tune-store.ts";
import { readTuneLockOwner } from "./lock/tune-lock.ts";
import type { TuneSink } from "./sink.ts";

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
  return {
    startRun: async (run) => {
      insertRun(store, run);
      retainRuns(store, request.retainRuns, readTuneLockOwner(request.stateDir)?.runId ?? run.runId);
    },
    storeTrial: async (trial) => insertTrial(store, trial),
    storeVisit: async (visit) => insertVisit(store, visit),
    markKept: async (localId) => markKept(store, localId),
    finish: async (finished) => finishRun(store, finished),
    progress: request.onProgress,
    log: request.onLog,
    close: async () => store.close(),
  };
}
