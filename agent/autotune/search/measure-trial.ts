import { aggregateTrial } from "../../../core/autotune/aggregate.ts";
import { errorReasons } from "../../../core/measuring/error-reasons.ts";
import { maxTokensFor } from "../../../core/measuring/prompt.ts";
import type { KnobSettings } from "../../../core/serving/knobs.ts";
import type { TuneTrialDraft } from "../channel.ts";
import type { TuneContext } from "./tune-context.ts";
import { type VisitRecord, type VisitSpec, visit } from "./visit.ts";

export interface TrialSpec extends VisitSpec {
  readonly stage: 1 | 2;
  /** The row's knob columns; collapsed ones carry the collapsed value (B105). */
  readonly knobs: KnobSettings;
}

export type TrialResult =
  | { readonly kind: "measured"; readonly draft: TuneTrialDraft }
  | { readonly kind: "stopped" }
  | { readonly kind: "stuck"; readonly pid: number };

/** Measures one candidate or cell; a suspension or a prompt served from a cache repeats it once with a fresh provider (B117, M23). */
export async function measureTrial(context: TuneContext, spec: TrialSpec): Promise<TrialResult> {
  const first = await visit(context, spec);
  if (first.kind !== "visited") return first;
  if (invalidReason(first.record) === null) return finished(context, spec, first.record);
  context.sink.log(`autotune: repeating ${spec.model}: ${invalidReason(first.record)}\n`);
  const second = await visit(context, spec);
  if (second.kind !== "visited") return second;
  const reason = invalidReason(second.record);
  return finished(context, spec, reason === null ? second.record : { ...second.record, reason });
}

function invalidReason(record: VisitRecord): string | null {
  if (record.hasSlept) return "machine slept during measurement";
  const aggregate = aggregateTrial({ stage: 2, replicates: record.replicates, gateTtftMs: Infinity, method: null });
  return aggregate.flags.includes("prefix_cached") ? errorReasons.prefixCached : null;
}

function finished(context: TuneContext, spec: TrialSpec, record: VisitRecord): TrialResult {
  const { plan } = context;
  const aggregate = aggregateTrial({
    stage: spec.stage,
    replicates: record.replicates,
    gateTtftMs: plan.gateTtftMs,
    method: context.method.current,
    effective: record.effective,
  });
  context.method.current ??= aggregate.tpsMethod;
  const isFailed = record.reason !== null;
  return {
    kind: "measured",
    draft: {
      ...rowOf(context, spec, record),
      tpsMedian: isFailed ? null : aggregate.tpsMedian,
      ttftP95Ms: isFailed ? null : aggregate.ttftP95Ms,
      isFeasible: !isFailed && aggregate.isFeasible,
      errorCount: aggregate.errorCount,
      notes: record.reason ?? aggregate.notes,
      tpsMethod: aggregate.tpsMethod,
      ttftColdMs: aggregate.ttftColdMs,
      flags: [...new Set([...aggregate.flags, ...record.flags])].sort(),
    },
  };
}

/** A row for a candidate or cell that was never measured, such as an unsupported combination or a failed pre-warm (B43, B105). */
export function unmeasuredDraft(context: TuneContext, spec: TrialSpec, notes: string): TuneTrialDraft {
  const record: VisitRecord = {
    replicates: [],
    effective: null,
    promptTokens: null,
    reason: notes,
    flags: [],
    peakMemoryBytes: null,
    hasSlept: false,
    conditions: null,
  };
  return {
    ...rowOf(context, spec, record),
    tpsMedian: null,
    ttftP95Ms: null,
    isFeasible: false,
    errorCount: 0,
    notes,
    tpsMethod: null,
    ttftColdMs: null,
    flags: [],
  };
}

function rowOf(context: TuneContext, spec: TrialSpec, record: VisitRecord) {
  return {
    tuneRunId: context.runId,
    at: new Date(context.clock.wallMs()).toISOString(),
    stage: spec.stage,
    model: spec.model,
    targetContext: context.plan.targetContext,
    maxTokens: maxTokensFor(context.plan.targetContext),
    measuredPromptTokens: record.promptTokens,
    isKept: false,
    ...spec.knobs,
    replicatesN: spec.replicates,
    peakMemoryBytes: record.peakMemoryBytes,
    requested: spec.passed,
    effective: record.effective,
    replicates: [...record.replicates],
  };
}
