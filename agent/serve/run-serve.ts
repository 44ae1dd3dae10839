import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import { SIGNAL_CODES } from "../commands/command-error.ts";
import type { Engine, LoadedEngine } from "../engines/engine.ts";
import type { ModelStores } from "../engines/model-stores.ts";
import type { Clock } from "../host/system-clock.ts";
import { watchPressure } from "./health/pressure-watch.ts";
import { createSurface } from "./http/surface.ts";
import type { JoinFactory } from "./join-client.ts";
import { stopLeftoverEngine } from "./leftover-engine.ts";
import { loadModel } from "./load/load-model.ts";
import type { ServeOptions } from "./options/serve-options.ts";
import { type RunFile, runFilePath, writeRunFile } from "./run-file.ts";
import { createRuntime, type ServeRuntime } from "./serve-runtime.ts";
import { drain, idleWithin, listenForStop } from "./shutdown.ts";

const KEEP_ALIVE_MS = 15_000;
/** Running requests get their error event before the process ends with its engine. */
const LAST_WORDS_MS = 2000;

export type ServeSetup = {
  readonly options: ServeOptions;
  readonly stateDir: string;
  readonly stores: ModelStores;
  readonly ramBytes: number;
  readonly clock: Clock;
  readonly engine: Engine;
  /** Null with `--no-join`: then nothing is ever constructed (A20). */
  readonly join: { readonly factory: JoinFactory; readonly socketPath: string } | null;
  /** Level of memory pressure, null where this machine cannot tell (A19). */
  readonly memoryPressure: () => Promise<number | null>;
  readonly log: (line: string) => void;
};

const EXIT = { ok: 0, failed: 1, interruptedTwice: SIGNAL_CODES.SIGINT } as const;

/** Serves one model until it is told to stop; returns the exit code of serve.md section 2. */
export async function runServe(setup: ServeSetup): Promise<number> {
  const { options, clock, log } = setup;
  const runtime = createRuntime({
    model: options.model,
    engineName: setup.engine.name,
    maxRequestBodyBytes: options.maxRequestBodyBytes,
    startedMonoMs: clock.monoMs(),
  });
  const server = createSurface({ runtime, newId: randomUUID, keepAliveMs: KEEP_ALIVE_MS, log, ...clock });
  if (!(await listen(server, options.port))) {
    log(`port ${options.port} in use`);
    return EXIT.failed;
  }
  for (const note of await stopLeftoverEngine(runFilePath(setup.stateDir, options.port))) log(`stopped ${note}`);
  const runFile = await writeRunFile(setup.stateDir, {
    port: options.port,
    argv: process.argv,
    cwd: process.cwd(),
  });
  try {
    return await serveUntilStopped(setup, runtime, runFile);
  } finally {
    server.close();
    server.closeAllConnections();
    runFile.remove();
  }
}

/** A10: loopback only; false when the port is taken. Any other failure throws. */
async function listen(server: Server, port: number): Promise<boolean> {
  server.listen({ port, host: "127.0.0.1", exclusive: true });
  try {
    await once(server, "listening");
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EADDRINUSE") return false;
    throw cause;
  }
}

async function serveUntilStopped(setup: ServeSetup, runtime: ServeRuntime, runFile: RunFile): Promise<number> {
  const { options, log } = setup;
  const stops = listenForStop(options.drainTimeoutS * 1000, () => {
    runFile.remove();
    process.exit(EXIT.interruptedTwice);
  });
  const pressure = watchPressure(setup.memoryPressure, runtime.window);
  let engine: LoadedEngine | null = null;
  try {
    engine = await loadModel({ ...setup, runtime, runFile, signal: stops.signal });
    const join = setup.join?.factory({ ...setup.join, port: options.port, model: options.model }) ?? null;
    const ending = await Promise.race([stops.requested, engine.died.then((reason) => ({ reason }))]);
    const isStopped = "drainMs" in ending;
    if (isStopped) log("draining");
    else log(`engine died: ${ending.reason}`);
    if (!isStopped) runtime.loaded = null;
    await (isStopped ? drain(runtime, ending.drainMs) : idleWithin(runtime, LAST_WORDS_MS));
    await join?.leave();
    return isStopped ? EXIT.ok : EXIT.failed;
  } catch (cause) {
    if (stops.signal.aborted) return EXIT.ok;
    log(cause instanceof Error ? cause.message : String(cause));
    return EXIT.failed;
  } finally {
    pressure.stop();
    runtime.loaded = null;
    await engine?.dispose();
    stops.dispose();
    await nextTurn();
  }
}
