import { estimateFit, type FitEstimate } from "../../../core/serving/fit.ts";
import { type Engine, EngineFailure, type LoadedEngine, type ModelInspection } from "../../engines/engine.ts";
import type { ModelStores } from "../../engines/model-stores.ts";
import { type LocalModel, resolveModel } from "../../engines/resolve-model.ts";
import type { ServeOptions } from "../options/serve-options.ts";
import type { RunFile } from "../run-file.ts";
import { markReady, type ServeRuntime } from "../serve-runtime.ts";
import { contextCap } from "./context-cap.ts";
import { fitLine } from "./fit-line.ts";
import { driftLines, knobReadings, notAppliedLines } from "./knob-readings.ts";
import { selfTest } from "./self-test.ts";

export type LoadPlan = {
  readonly options: ServeOptions;
  readonly stores: ModelStores;
  readonly ramBytes: number;
  readonly engine: Engine;
  readonly runtime: ServeRuntime;
  readonly runFile: RunFile;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
};

type Sized = { readonly maxContext: number; readonly maxBatch: number; readonly fit: FitEstimate };

/** Fetch, load, self-test, ready, in this order (serve.md section 2). Throws what failed; then nothing is left running. */
export async function loadModel(plan: LoadPlan): Promise<LoadedEngine> {
  const { options, engine, runtime, log, signal } = plan;
  const onFetched = (bytesDone: number, bytesTotal: number | null): void => {
    runtime.fetch = { bytesDone, bytesTotal };
  };
  const model = await resolveModel(options.model, {
    engine: engine.name,
    endpoint: options.hubEndpoint,
    stores: plan.stores,
    revisions: options.modelRevisions,
    signal,
    onProgress: onFetched,
  });
  signal.throwIfAborted();
  const sized = sizeOf(plan, model, await engine.inspect(model.path));
  const loaded = await engine.open({
    modelPath: model.path,
    revision: model.revision,
    knobs: { kvBits: options.kvBits, maxContext: sized.maxContext, maxBatch: sized.maxBatch },
    weightsBytes: model.bytes,
    threads: options.engineThreads,
    log,
    signal,
    onStart: (start) => {
      plan.runFile.nameEngine(start);
      runtime.engineStart = start;
    },
    onFetched,
  });
  try {
    await admitRequests(plan, loaded, sized);
  } catch (cause) {
    await loaded.dispose();
    throw cause;
  }
  log(`serving ${options.model} on http://127.0.0.1:${options.port}`);
  return loaded;
}

/** The cap to load with and the estimate, by the model's own header where it has one (A6, A60). */
function sizeOf({ options, engine, ramBytes, log }: LoadPlan, model: LocalModel, inspection: ModelInspection): Sized {
  const maxBatch = options.maxBatch ?? 1;
  const cap = contextCap({ options, inspection, weightsBytes: model.bytes, ramBytes });
  if (cap.loweredBecause !== null) log(`context cap lowered to ${cap.maxContext} tokens: ${cap.loweredBecause}`);
  const fit = estimateFit({
    weightsBytes: model.bytes,
    kvBytesPerToken: inspection.kvBytesPerToken,
    kvBits: options.kvBits,
    maxContext: cap.maxContext,
    maxBatch,
    budgetBytes: inspection.budgetBytes,
  });
  log(fitLine(fit));
  // An unbounded KV cache has panicked kernels: the one engine the estimate may refuse (A62).
  if (engine.name === "mlx_lm.server" && fit.verdict === "does_not_fit") {
    throw new EngineFailure(`${engine.name} is not started: ${fitLine(fit)}`);
  }
  return { maxContext: cap.maxContext, maxBatch, fit };
}

async function admitRequests(plan: LoadPlan, loaded: LoadedEngine, sized: Sized): Promise<void> {
  const { options, runtime, log, signal } = plan;
  const { capability } = loaded;
  const requested = { kvBits: options.kvBits, maxBatch: options.maxBatch, maxContext: options.maxContext };
  const readings = knobReadings({ requested, readBack: await loaded.readBack(), running: sized, capability });
  for (const line of [...notAppliedLines(requested, capability), ...driftLines(readings)]) log(line);
  const outcome = options.warmupEnabled ? await selfTest(loaded, signal) : null;
  if (outcome?.kind === "failed") {
    signal.throwIfAborted();
    throw new EngineFailure(outcome.reason);
  }
  markReady(runtime, {
    engine: loaded,
    readings,
    fit: sized.fit,
    maxContext: sized.maxContext,
    maxConcurrency: sized.maxBatch,
    queueDepth: options.queueDepth ?? 2 * sized.maxBatch,
    tokensPerSecondEstimate: outcome?.tokensPerSecond ?? null,
  });
}
