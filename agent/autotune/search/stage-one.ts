import { collapseAxes, passedKnobs } from "../../../core/autotune/plan/collapse-axes.ts";
import type { TuneTrial } from "../../../core/autotune/trial.ts";
import type { TuneTrialDraft } from "../channel.ts";
import { measureTrial, type TrialSpec, unmeasuredDraft } from "./measure-trial.ts";
import { preWarm } from "./pre-warm.ts";
import type { TuneContext } from "./tune-context.ts";

/** Stores a draft and returns the row with its id; resolves after the commit (INV-11). */
export type StoreTrial = (draft: TuneTrialDraft) => Promise<TuneTrial>;

export type StageOneResult =
  | { readonly kind: "chosen"; readonly model: string }
  | { readonly kind: "none" }
  | { readonly kind: "stopped" }
  | { readonly kind: "integrity"; readonly model: string; readonly notes: string }
  | { readonly kind: "stuck"; readonly pid: number };

/** B52–B54: the candidates in the given order, one row each, until the first feasible one. */
export async function runStageOne(context: TuneContext, store: StoreTrial): Promise<StageOneResult> {
  const { plan } = context;
  for (const [index, { id }] of plan.candidates.entries()) {
    if (context.signal.aborted) return { kind: "stopped" };
    const step = { index: index + 1, of: plan.candidates.length };
    const spec = candidateSpec(context, id, step);
    const warmed = await preWarm(context, id, step);
    if (warmed.kind === "stopped" || warmed.kind === "stuck") return warmed;
    if (warmed.kind === "transient" || warmed.kind === "integrity") {
      await store(unmeasuredDraft(context, spec, warmed.notes));
      if (warmed.kind === "integrity") return { kind: "integrity", model: id, notes: warmed.notes };
      continue;
    }
    const result = await measureTrial(context, spec);
    if (result.kind !== "measured") return result;
    const trial = await store(result.draft);
    if (trial.isFeasible) return { kind: "chosen", model: id };
  }
  return { kind: "none" };
}

/** B53: kv bits unset, batch default, the cap at the target; a cap the engine cannot take is carried but not passed (B105). */
function candidateSpec(context: TuneContext, model: string, candidate: { index: number; of: number }): TrialSpec {
  const { plan } = context;
  const knobs = { kvBits: null, maxBatch: null, maxContext: plan.targetContext };
  return {
    stage: 1,
    model,
    knobs,
    passed: passedKnobs(knobs, collapseAxes(plan, context.engine.capability)),
    replicates: plan.stage1Replicates,
    volleySize: 1,
    news: { phase: "stage1", model, candidate, knobs },
  };
}
