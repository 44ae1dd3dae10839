import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePlanFlags } from "../../core/autotune/parse-plan.ts";
import type { PlanFlags } from "../../core/autotune/plan-flags.ts";
import type { TuneProgress } from "../../core/contract/v1/events.ts";
import { createInterruption, type Interruption } from "../autotune/interruption.ts";
import { openLocalSink } from "../autotune/local-sink.ts";
import { runTune } from "../autotune/run-tune.ts";
import type { TunePlace } from "../autotune/tune-request.ts";
import { readEnvironment } from "../host/environment.ts";
import { readMachineFacts } from "../host/machine/machine-facts.ts";
import { readSignals } from "../host/machine/signals.ts";
import { listProcesses } from "../host/process-list.ts";
import { systemClock } from "../host/system-clock.ts";
import { openStore } from "../store/open-store.ts";
import { findRun, trialsOf, visitsOf } from "../store/tune-store.ts";
import { freePort } from "./free-port.ts";

/** What one journal line of a fixture provider may hold. */
interface JournalLine {
  readonly event: "start" | "request" | "end";
  readonly pid: number;
  readonly argv?: readonly string[];
  readonly env?: readonly string[];
  readonly config?: string | null;
  readonly configMode?: number | null;
  readonly nonce?: string;
  readonly words?: number;
}

export interface TuneTest {
  readonly stateDir: string;
  readonly port: number;
  readonly runId: string;
  readonly out: string[];
  readonly err: string[];
  readonly interruption: Interruption;
  run(): Promise<number>;
  journal(): JournalLine[];
  stored(): {
    run: ReturnType<typeof findRun>;
    trials: ReturnType<typeof trialsOf>;
    visits: ReturnType<typeof visitsOf>;
  };
}

export interface TuneTestRequest {
  readonly flags: PlanFlags;
  /** Fixture file below `fixtures/`, with its arguments. */
  readonly provider: string;
  readonly arguments?: readonly string[];
  readonly stateDir?: string;
  readonly port?: number;
  readonly wantsApply?: boolean;
  readonly place?: Partial<TunePlace>;
  readonly onProgress?: (progress: TuneProgress, test: TuneTest) => void;
}

/** The argv prefix of a fixture provider. */
export function fixtureBinary(provider: string, extra: readonly string[] = []): string[] {
  return [process.execPath, join(import.meta.dirname, "fixtures", provider), ...extra];
}

/** A run of the real runner with a fixture provider in its own state folder. */
export async function tuneTest(request: TuneTestRequest): Promise<TuneTest> {
  const stateDir = request.stateDir ?? mkdtempSync(join(tmpdir(), "espalier-tune-"));
  const journalPath = join(stateDir, "journal.jsonl");
  const parsed = parsePlanFlags(request.flags, "default");
  if (parsed.kind === "error") throw new Error(parsed.message);
  const { plan } = parsed;
  const port = request.port ?? (await freePort());
  const dbPath = join(stateDir, "agent.db");
  const test: TuneTest = {
    stateDir,
    port,
    runId: randomUUID(),
    out: [],
    err: [],
    interruption: createInterruption(plan.maxDurationS),
    run: () => start(),
    journal: () => readJournal(journalPath),
    stored: () => {
      const store = openStore(stateDir);
      const { runId } = test;
      const result = { run: findRun(store, runId), trials: trialsOf(store, runId), visits: visitsOf(store, runId) };
      store.close();
      return result;
    },
  };
  const start = async () => {
    const { out, err, interruption, runId } = test;
    const place: TunePlace = {
      ...(await basicPlace(stateDir, port)),
      binary: fixtureBinary(request.provider, [`--journal=${journalPath}`, ...(request.arguments ?? [])]),
      sink: openLocalSink({
        stateDir,
        dbPath,
        retainRuns: 50,
        onProgress: (progress) => request.onProgress?.(progress, test),
        onLog: () => undefined,
      }),
      io: { out: (line) => void out.push(line), err: (line) => void err.push(line) },
      interruption,
      dbPath,
      configPath: join(stateDir, "config", "config.yaml"),
      ...request.place,
    };
    return runTune(
      { runId, plan, origin: "local", jobId: null, wantsJson: true, wantsApply: request.wantsApply ?? false },
      place,
    );
  };
  return test;
}

/** This test and what it started: a test never sees, and so never drains, a provider of the machine it runs on. */
async function ownProcesses() {
  const rows = await listProcesses();
  const parents = new Map(rows.map(({ pid, parentPid }) => [pid, parentPid]));
  return rows.filter((row) => {
    let pid: number | undefined = row.pid;
    while (pid !== undefined && pid !== process.pid) pid = parents.get(pid);
    return pid === process.pid;
  });
}

async function basicPlace(stateDir: string, port: number) {
  return {
    stateDir,
    providerName: "espalier",
    environment: { ...readEnvironment(), XDG_CACHE_HOME: join(stateDir, "cache") },
    port,
    providerLabel: null,
    processes: ownProcesses,
    drain: null,
    engine: "embedded",
    engineBin: null,
    engineThreads: 1,
    hubCacheDir: null,
    applied: null,
    mayForceKill: true,
    isVerbose: false,
    cache: { isCached: () => true, cachedBytes: () => 0 },
    signals: readSignals,
    wakeTime: () => Promise.resolve(null),
    newId: randomUUID,
    drawRngKey: () => 7,
    nonce: () => randomBytes(6).toString("hex"),
    loadDeadlineMs: 20_000,
    stopGraceMs: 2000,
    pauseMs: 0,
    lagLimitMs: 10_000,
    clock: systemClock,
    facts: await readMachineFacts(stateDir),
    capability: null,
    providerVersion: null,
  };
}

function readJournal(path: string): JournalLine[] {
  try {
    return readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}
