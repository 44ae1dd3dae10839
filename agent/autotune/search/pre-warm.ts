import { collapseAxes, passedKnobs } from "../../../core/autotune/plan/collapse-axes.ts";
import { decidePreWarmFailure } from "../../../core/autotune/pre-warm.ts";
import { stderrTail } from "../../../core/measuring/error-reasons.ts";
import { findModelFacts } from "../../../core/serving/catalogue.ts";
import type { ReadyResult } from "../provider/wait-ready.ts";
import { waitReady } from "../provider/wait-ready.ts";
import type { ProgressNews, TuneContext } from "./tune-context.ts";

export type PreWarmResult =
  | {
      readonly kind: "warmed";
      readonly cacheState: "alreadyCached" | "fetchedDuringLoad";
      readonly loadDurationS: number;
    }
  /** `notes` is the row's text (B47). */
  | { readonly kind: "transient"; readonly notes: string }
  | { readonly kind: "integrity"; readonly notes: string }
  | { readonly kind: "stopped" }
  | { readonly kind: "stuck"; readonly pid: number };

/** What bringing weights into the cache needs of a run. */
export type PreWarmContext = Pick<
  TuneContext,
  "plan" | "port" | "runner" | "cache" | "clock" | "signal" | "progress" | "loadDeadlineMs" | "engine"
>;

/** Brings a candidate's weights into the cache: start, wait ready, stop again; load time never counts toward the gate (B39–B47). */
export async function preWarm(
  context: PreWarmContext,
  model: string,
  candidate: NonNullable<ProgressNews["candidate"]>,
): Promise<PreWarmResult> {
  context.progress({ phase: "prewarm", model, candidate });
  const cacheState = context.cache.isCached(model) ? "alreadyCached" : "fetchedDuringLoad";
  const startedMs = context.clock.monoMs();
  const stageOne = { kvBits: null, maxBatch: null, maxContext: context.plan.targetContext };
  const knobs = passedKnobs(stageOne, collapseAxes(context.plan, context.engine.capability));
  const started = await context.runner.start({ model, knobs });
  if (started.kind !== "started") return classified(started.reason, "");
  const ready = await waitReadyFor(context, model, candidate);
  const loadDurationS = (context.clock.monoMs() - startedMs) / 1000;
  const stderr = context.runner.stderrTail();
  const stop = await context.runner.stop();
  if (stop.kind === "stuck") return stop;
  switch (ready.kind) {
    case "aborted":
      return { kind: "stopped" };
    case "timeout":
      return classified(`load timeout: ${ready.lastError}`, "");
    case "processExited":
      return classified(`provider exited rc=${ready.code ?? "none"}: ${stderrTail(stderr)}`, stderr);
    case "ready":
      return { kind: "warmed", cacheState, loadDurationS };
  }
}

/** Waits for the started provider of a model, telling fetched bytes as progress. */
export function waitReadyFor(
  context: PreWarmContext,
  model: string,
  candidate?: NonNullable<ProgressNews["candidate"]>,
): Promise<ReadyResult> {
  return waitReady({
    runner: context.runner,
    port: context.port,
    clock: context.clock,
    signal: context.signal,
    weightsBytes: findModelFacts(model)?.weightsBytes ?? null,
    cachedBytes: () => context.cache.cachedBytes(model),
    ...(context.loadDeadlineMs === null ? {} : { deadlineMs: context.loadDeadlineMs }),
    ...(candidate === undefined
      ? {}
      : { onFetched: (fetched) => context.progress({ phase: "prewarm", model, candidate, fetched }) }),
  });
}

function classified(reason: string, stderr: string): PreWarmResult {
  const kind = decidePreWarmFailure(stderr);
  return { kind, notes: `pre-warm ${kind}: ${reason}` };
}
