import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Engine, LoadedEngine } from "../engines/engine.ts";
import type { ModelStores } from "../engines/model-stores.ts";
import { resolveModel } from "../engines/resolve-model.ts";
import type { Clock } from "../host/system-clock.ts";
import { contextCap } from "./context-cap.ts";
import { createSurface } from "./http/surface.ts";
import type { JoinFactory } from "./join-client.ts";
import { driftLines, knobReadings } from "./knob-readings.ts";
import type { ServeOptions } from "./options/serve-options.ts";
import { type RunFile, writeRunFile } from "./run-file.ts";
import { selfTest } from "./self-test.ts";
import { createRuntime, markReady, type ServeRuntime } from "./serve-runtime.ts";
import { drain, listenForStop } from "./shutdown.ts";

const KEEP_ALIVE_MS = 15_000;

export type ServeSetup = {
  readonly options: ServeOptions;
  readonly stateDir: string;
  readonly stores: ModelStores;
  readonly ramBytes: number;
  readonly clock: Clock;
  readonly engine: Engine;
  /** Null with `--no-join`: then nothing is ever constructed (A20). */
  readonly join: { readonly factory: JoinFactory; readonly socketPath: string } | null;
  readonly log: (line: string) => void;
};

const EXIT = { ok: 0, failed: 1, interruptedTwice: 130 } as const;

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
  const runFile = await writeRunFile(setup.stateDir, {
    port: options.port,
    argv: process.argv,
    cwd: process.cwd(),
    engine: null,
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
  const stops = listenForStop(setup.options.drainTimeoutS * 1000, () => {
    runFile.remove();
    process.exit(EXIT.interruptedTwice);
  });
  let engine: LoadedEngine | null = null;
  try {
    engine = await load(setup, runtime, stops.signal);
    const join = setup.join?.factory({ ...setup.join, port: setup.options.port, model: setup.options.model }) ?? null;
    const { drainMs } = await stops.requested;
    setup.log("draining");
    await drain(runtime, drainMs);
    await join?.leave();
    return EXIT.ok;
  } catch (cause) {
    if (stops.signal.aborted) return EXIT.ok;
    setup.log(cause instanceof Error ? cause.message : String(cause));
    return EXIT.failed;
  } finally {
    runtime.loaded = null;
    await engine?.dispose();
    stops.dispose();
    await nextTurn();
  }
}

/** Fetch, load, self-test, ready, in this order (serve.md section 2). Throws what failed. */
async function load(setup: ServeSetup, runtime: ServeRuntime, signal: AbortSignal): Promise<LoadedEngine> {
  const { options, log } = setup;
  const model = await resolveModel(options.model, {
    endpoint: options.hubEndpoint,
    stores: setup.stores,
    revisions: options.modelRevisions,
    signal,
    onProgress: (bytesDone, bytesTotal) => {
      runtime.fetch = { bytesDone, bytesTotal };
    },
  });
  signal.throwIfAborted();
  const inspection = await setup.engine.inspect(model.path);
  const cap = contextCap({ options, inspection, weightsBytes: model.bytes, ramBytes: setup.ramBytes });
  if (cap.loweredBecause !== null) log(`context cap lowered to ${cap.maxContext} tokens: ${cap.loweredBecause}`);
  const maxBatch = options.maxBatch ?? 1;
  const engine = await setup.engine.open({
    modelPath: model.path,
    knobs: { kvBits: options.kvBits, maxContext: cap.maxContext, maxBatch },
    threads: options.engineThreads,
    log,
    signal,
  });
  await admitRequests({ setup, runtime, engine, maxContext: cap.maxContext, maxBatch, signal });
  log(`serving ${options.model} on http://127.0.0.1:${options.port}`);
  return engine;
}

type Admitting = {
  setup: ServeSetup;
  runtime: ServeRuntime;
  engine: LoadedEngine;
  maxContext: number;
  maxBatch: number;
  signal: AbortSignal;
};

async function admitRequests({ setup, runtime, engine, maxContext, maxBatch, signal }: Admitting): Promise<void> {
  const { options, log } = setup;
  const requested = { kvBits: options.kvBits, maxBatch: options.maxBatch, maxContext: options.maxContext };
  const readings = knobReadings(requested, engine.readBack(), { maxBatch, maxContext });
  const reason = engine.capability.reasons?.kvBits;
  if (options.kvBits !== null && reason !== undefined) log(`kv_bits not applied, unsupported by backend: ${reason}`);
  for (const line of driftLines(readings)) log(line);
  const outcome = options.warmupEnabled ? await selfTest(engine, signal) : null;
  if (outcome?.kind === "failed") {
    await engine.dispose();
    signal.throwIfAborted();
    throw new Error(outcome.reason);
  }
  markReady(runtime, {
    engine,
    readings,
    maxContext,
    maxConcurrency: maxBatch,
    queueDepth: options.queueDepth ?? 2 * maxBatch,
    tokensPerSecondEstimate: outcome?.tokensPerSecond ?? null,
  });
}
