import { loadavg } from "node:os";
import type { VisitConditions } from "../../../core/autotune/evidence/tune-visit.ts";
import { type EngineShare, engineShare } from "../../../core/measuring/engine-share.ts";
import { errorReasons, stderrTail } from "../../../core/measuring/error-reasons.ts";
import { maxTokensFor } from "../../../core/measuring/prompt.ts";
import type { RawReplicate } from "../../../core/measuring/replicate.ts";
import { effectiveDiffers } from "../../../core/serving/knob-match.ts";
import type { KnobReadings, KnobSettings } from "../../../core/serving/knobs.ts";
import { watchConditions } from "../../measure/condition-watch.ts";
import { measureVolley, type ProbeAim, type VolleyOutcome } from "../../measure/measure-volley.ts";
import { watchSuspension } from "../../measure/suspension-watch.ts";
import { type WarmUpResult, warmUp } from "../../measure/warm-up.ts";
import { readHealth } from "../provider/health.ts";
import { waitReadyFor } from "./pre-warm.ts";
import type { ProgressNews, TuneContext } from "./tune-context.ts";

/** One provider start of a candidate or a cell. */
export interface VisitSpec {
  readonly model: string;
  /** What the provider is started with; null is not passed (B18). */
  readonly passed: KnobSettings;
  readonly replicates: number;
  /** Ends the replicates before their number is reached, such as a settled calibration. */
  readonly isEnough?: (measured: readonly RawReplicate[]) => boolean;
  /** What else this start is for, between its warm-up and its replicates; its reason fails the visit. */
  readonly afterWarmUp?: (aim: ProbeAim, wordCount: number) => Promise<string | null>;
  /** Requests started together (B109). */
  readonly volleySize: number;
  readonly news: ProgressNews;
}

export interface VisitRecord {
  readonly replicates: readonly RawReplicate[];
  readonly effective: KnobReadings | null;
  readonly promptTokens: number | null;
  /** Why the visit ended before its replicates, where those do not say it themselves. */
  readonly reason: string | null;
  readonly flags: readonly string[];
  readonly peakMemoryBytes: number | null;
  readonly hasSlept: boolean;
  /** M21. */
  readonly conditions: VisitConditions | null;
}

export type VisitResult =
  | { readonly kind: "visited"; readonly record: VisitRecord }
  | { readonly kind: "stopped" }
  | { readonly kind: "stuck"; readonly pid: number };

interface Measured {
  readonly replicates: readonly RawReplicate[];
  readonly effective: KnobReadings | null;
  readonly promptTokens: number | null;
  readonly reason: string | null;
  readonly flags: readonly string[];
}

const nothing = (reason: string): Measured => ({
  replicates: [],
  effective: null,
  promptTokens: null,
  reason,
  flags: [],
});

/** Start, wait ready, warm-up, replicates, stop; the provider is stopped on every path (B16, B58). */
export async function visit(context: TuneContext, spec: VisitSpec): Promise<VisitResult> {
  const critical = new AbortController();
  const suspension = watchSuspension(context.clock);
  const wasShared = await context.isShared();
  const conditions = watchConditions({
    signals: context.signals,
    residentBytes: context.runner.residentBytes,
    loadAverage: () => loadavg()[0] ?? null,
    onCritical: () => critical.abort(),
  });
  const { lastStop, clock } = context;
  const idleSecondsBefore = lastStop.monoMs === null ? null : Math.max(0, clock.monoMs() - lastStop.monoMs) / 1000;
  const [wakeTime] = await Promise.all([context.wakeTime(), conditions.sample()]);
  const measured = await measure({ ...context, signal: AbortSignal.any([context.signal, critical.signal]) }, spec);
  const seen = await conditions.finish();
  const isShared = wasShared || (await context.isShared());
  const stop = await context.runner.stop();
  lastStop.monoMs = clock.monoMs();
  suspension.stop();
  if (stop.kind === "stuck") return stop;
  if (context.signal.aborted) return { kind: "stopped" };
  return {
    kind: "visited",
    record: {
      ...measured,
      reason: seen.isMemoryCritical ? "memory pressure critical" : measured.reason,
      flags: [...measured.flags, ...seen.flags, ...(isShared ? ["shared_machine"] : [])],
      peakMemoryBytes: seen.peakMemoryBytes,
      hasSlept: suspension.hasSlept(),
      conditions: { ...seen.readings, wakeTime, idleSecondsBefore },
    },
  };
}

async function measure(context: TuneContext, spec: VisitSpec): Promise<Measured> {
  context.progress(spec.news);
  const started = await context.runner.start({ model: spec.model, knobs: spec.passed });
  if (started.kind !== "started") return nothing(started.reason);
  const ready = await waitReadyFor(context, spec.model);
  if (ready.kind === "aborted") return nothing("aborted");
  if (ready.kind === "timeout") return nothing(`load timeout: ${ready.lastError}`);
  if (ready.kind === "processExited") {
    return nothing(exited({ phase: "load", code: ready.code, stderr: ready.stderrTail }));
  }
  context.engine.name ??= ready.health?.engine ?? null;
  context.engine.version ??= ready.health?.engineVersion ?? null;
  context.engine.capability = ready.health?.capability ?? context.engine.capability;
  const effective = ready.health?.knobs ?? null;
  const flags = ready.isOwnerKnown ? [] : ["owner_unverified"];
  const differs = effective === null ? null : effectiveDiffers(effective);
  if (differs !== null) return { ...nothing(differs), effective, flags };
  const aim: ProbeAim = {
    runner: context.runner,
    port: context.port,
    model: spec.model,
    targetContext: context.plan.targetContext,
    gateTtftMs: context.plan.gateTtftMs,
    signal: context.signal,
    nonce: context.nonce,
    nowUs: () => context.clock.monoMs() * 1000,
    lagLimitMs: context.lagLimitMs,
  };
  const warm = await warmUp(aim, { settledWordCount: context.wordCounts.get(spec.model) ?? null });
  if (warm.kind !== "warm") return { ...withoutReplicates(context, warm), effective, flags };
  context.wordCounts.set(spec.model, warm.wordCount);
  const reason = (await spec.afterWarmUp?.(aim, warm.wordCount)) ?? null;
  const hasCounters = (ready.health?.counters ?? null) !== null;
  const replicates = reason === null ? await replicate({ context, spec, aim, warm, hasCounters }) : [];
  const prompt = replicates.flatMap(({ requests }) => requests.flatMap(({ nPrompt }) => nPrompt ?? []));
  return {
    replicates: [warm.replicate, ...replicates],
    effective,
    promptTokens: prompt.length === 0 ? warm.promptTokens : Math.max(...prompt),
    reason,
    flags,
  };
}

function withoutReplicates(context: TuneContext, warm: Exclude<WarmUpResult, { kind: "warm" }>): Measured {
  if (warm.kind === "aborted") return nothing("aborted");
  const promptTokens = warm.replicate.requests[0]?.nPrompt ?? null;
  const replicate =
    warm.kind === "failed"
      ? warm.replicate
      : dead(warm.replicate, exited({ phase: "warm-up", code: warm.code, stderr: context.runner.stderrTail() }));
  return { replicates: [replicate], effective: null, promptTokens, reason: null, flags: [] };
}

interface Replicating {
  readonly context: TuneContext;
  readonly spec: VisitSpec;
  readonly aim: ProbeAim;
  readonly warm: Extract<WarmUpResult, { kind: "warm" }>;
  /** Whether the engine keeps counters to lay beside ours (M9). */
  readonly hasCounters: boolean;
}

async function replicate({ context, spec, aim, warm, hasCounters }: Replicating): Promise<RawReplicate[]> {
  const done: RawReplicate[] = [];
  const totals = async () => (hasCounters ? ((await readHealth(aim.port, aim.signal))?.counters ?? null) : null);
  let before = await totals();
  for (let index = 1; index <= spec.replicates && !aim.signal.aborted; index += 1) {
    context.progress({ ...spec.news, replicate: { index, of: spec.replicates } });
    const volley = await measureVolley(aim, {
      wordCount: warm.wordCount,
      size: spec.volleySize,
      hasUsage: warm.hasUsage,
    });
    if (aim.signal.aborted) break;
    const after = await totals();
    const measured = { ...replicateOf(context, index, volley), ...counted(engineShare(before, after)) };
    before = after;
    done.push(measured);
    context.detail(detailLine(spec, measured));
    if (isOver(measured) || spec.isEnough?.(done) === true) break;
  }
  return done;
}

function replicateOf(context: TuneContext, index: number, volley: VolleyOutcome): RawReplicate {
  const measured: RawReplicate = {
    index,
    isWarmUp: false,
    requests: volley.outcomes.map(({ raw }) => raw),
    flags: [...volley.flags],
    maxTokens: maxTokensFor(context.plan.targetContext),
  };
  if (volley.exited === undefined) return measured;
  const stderr = context.runner.stderrTail();
  return dead(measured, exited({ phase: `replicate ${index}`, code: volley.exited.code, stderr }));
}

const counted = (engine: EngineShare | null) => (engine === null ? {} : { engine });

/** A leak, a silent server or a dead provider decides the trial at once; further replicates would only cost time (B49, B51). */
function isOver(measured: RawReplicate): boolean {
  const ending = new Set(["leak", "idle_timeout", "provider_exited"]);
  return measured.requests.some(({ errorClass }) => errorClass !== null && ending.has(errorClass));
}

function dead(measured: RawReplicate, error: string): RawReplicate {
  const requests = measured.requests.map((request) => ({ ...request, errorClass: "provider_exited" as const, error }));
  return { ...measured, requests };
}

function exited(exit: { phase: string; code: number | null; stderr: string }): string {
  return errorReasons.exited({ phase: exit.phase, code: exit.code, tail: stderrTail(exit.stderr) });
}

function detailLine(spec: VisitSpec, measured: RawReplicate): string {
  const parts = measured.requests.map((request) => {
    const firstUs = request.stampsUs[0];
    return request.error ?? `first token ${firstUs === undefined ? "none" : (firstUs / 1000).toFixed(1)} ms`;
  });
  return `  ${spec.model} replicate ${measured.index}: ${parts.join("; ")}`;
}
