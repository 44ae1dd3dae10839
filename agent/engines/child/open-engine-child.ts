import { loadDeadlineMs } from "../../../core/serving/load-deadline.ts";
import type { Environment } from "../../host/environment.ts";
import type { Clock } from "../../host/system-clock.ts";
import { createCounters } from "../counters.ts";
import type { CompletionRequest, EngineCounters, Generation, LoadedEngine, OpenRequest } from "../engine.ts";
import { createEngineHttp, type EngineHttp } from "./engine-http.ts";
import { type ChildCommand, type EngineChild, startEngineChild } from "./start-engine-child.ts";
import { waitEngineReady } from "./wait-engine-ready.ts";

/** What every engine child of this process shares. */
export type ChildSetup = {
  /** The executable, found beforehand. */
  readonly binary: string;
  readonly environment: Environment;
  readonly clock: Clock;
  /** Bytes of the model in its cache now, for the deadline (A41). */
  readonly cachedBytes: () => number;
  /** Revisions of a hub repository in the cache, for an engine that fetches by itself (A50). */
  readonly cachedRevisions: (repository: string) => readonly string[];
  /** Tests shorten the deadline; null keeps the contract's (A41). */
  readonly deadlineMs: number | null;
};

/** How one engine is spoken to once it runs. */
export type ChildDialect = Pick<LoadedEngine, "readBack" | "prepare" | "complete" | "countTokens"> & {
  isRouteReady(signal: AbortSignal): Promise<boolean>;
};

export type OpenPlan = {
  readonly name: string;
  readonly setup: ChildSetup;
  readonly request: OpenRequest;
  readonly command: (port: number) => ChildCommand;
  readonly dialect: (http: EngineHttp, child: EngineChild) => ChildDialect;
  /** Capability and trained context, read once the engine runs. */
  readonly describe: (http: EngineHttp) => Promise<Pick<LoadedEngine, "capability" | "trainedContext">>;
};

/** Starts an engine child, waits until it really answers, and speaks its dialect; a failed start leaves no child behind. */
export async function openEngineChild(plan: OpenPlan): Promise<LoadedEngine> {
  const { name, setup, request } = plan;
  const child = await startEngineChild({
    name,
    command: plan.command,
    environment: setup.environment,
    log: request.log,
    onStart: request.onStart,
  });
  const http = createEngineHttp(child.port);
  try {
    const dialect = plan.dialect(http, child);
    await waitEngineReady({
      name,
      child,
      clock: setup.clock,
      signal: request.signal,
      deadlineMs: setup.deadlineMs ?? loadDeadlineMs(request.weightsBytes),
      cachedBytes: setup.cachedBytes,
      isRouteReady: (signal) => dialect.isRouteReady(signal),
      sayOneToken: (signal) => saysOneToken(dialect, signal),
    });
    const description = await plan.describe(http);
    return loadedEngine({ child, http, dialect, description });
  } catch (cause) {
    http.close();
    await child.stop();
    throw cause;
  }
}

/** A41: one real token through the same way requests take. */
async function saysOneToken(dialect: ChildDialect, signal: AbortSignal): Promise<boolean> {
  const prompt = await dialect.prepare([{ role: "user", content: "Hello" }]);
  const generation = await dialect.complete({
    prompt,
    maxTokens: 1,
    temperature: 0,
    topP: null,
    seed: null,
    stop: [],
    signal,
  });
  for (;;) {
    const step = await generation.next();
    if (step.done === true) return !signal.aborted && step.value.completionTokens >= 1;
  }
}

type Running = {
  child: EngineChild;
  http: EngineHttp;
  dialect: ChildDialect;
  description: Pick<LoadedEngine, "capability" | "trainedContext">;
};

function loadedEngine({ child, http, dialect, description }: Running): LoadedEngine {
  const counters = createCounters();
  let isStopping = false;
  return {
    ...description,
    start: child.start,
    died: new Promise((resolve) => {
      void child.exited.then((words) => {
        if (!isStopping) resolve(words);
      });
    }),
    readBack: () => dialect.readBack(),
    prepare: (messages) => dialect.prepare(messages),
    countTokens: dialect.countTokens,
    complete: async (request) => counted(await dialect.complete(request), counters),
    counters: (): EngineCounters => counters.read(),
    async dispose() {
      isStopping = true;
      http.close();
      await child.stop();
    },
  };
}

type Counters = ReturnType<typeof createCounters>;

async function* counted(
  generation: Awaited<ReturnType<(request: CompletionRequest) => Promise<Generation>>>,
  counters: Counters,
): Generation {
  const end = yield* generation;
  counters.add(end);
  return end;
}
