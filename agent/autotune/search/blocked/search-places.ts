import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import { collapseAxes, passedKnobs } from "../../../../core/autotune/plan/collapse-axes.ts";
import type { PlannedVisit } from "../../../../core/autotune/strategy/search/search-state.ts";
import type { TunePlan } from "../../../../core/autotune/tune-plan.ts";
import type { EngineCapability } from "../../../../core/serving/capability.ts";
import type { KnobSettings } from "../../../../core/serving/knobs.ts";
import type { VisitPlace } from "./visit-record.ts";

/** What all visits of one search share. */
export interface SearchGround {
  readonly plan: TunePlan;
  readonly capability: EngineCapability | null;
  readonly model: string;
  readonly cells: readonly KnobSettings[];
  /** The applied recipe the search carries along (B118). */
  readonly incumbent: { readonly model: string; readonly knobs: KnobSettings } | null;
}

/** Section 10 step 1: kv unset, smallest batch and context, even when outside the axes. */
export function sentinelOf(plan: TunePlan, capability: EngineCapability | null): KnobSettings {
  const axes = collapseAxes(plan, capability);
  return { kvBits: null, maxBatch: Math.min(...axes.maxBatch), maxContext: Math.min(...axes.maxContext) };
}

function placeOf(ground: SearchGround, model: string, knobs: KnobSettings) {
  const requested = passedKnobs(knobs, collapseAxes(ground.plan, ground.capability));
  return { model, knobs, requested, pair: null, arm: null };
}

export function calibrationPlace(ground: SearchGround, taken: readonly TuneVisit[]): VisitPlace {
  const isFirst = taken.every(({ ground: noted }) => noted === undefined);
  return {
    ...placeOf(ground, ground.model, sentinelOf(ground.plan, ground.capability)),
    kind: "calibration",
    rung: 0,
    block: null,
    attempt: isFirst ? 1 : 2,
    position: 1,
    ...(isFirst ? { ground: { cells: [...ground.cells], incumbent: ground.incumbent } } : {}),
  };
}

export function blockPlace(ground: SearchGround, asked: PlannedVisit): VisitPlace {
  const model = asked.isOtherModel ? (ground.incumbent?.model ?? ground.model) : ground.model;
  const { kind, rung, block, version, position } = asked;
  return { ...placeOf(ground, model, asked.knobs), kind, rung, block, attempt: version, position };
}

export function qualityPlace(ground: SearchGround, knobs: KnobSettings, position: number): VisitPlace {
  return {
    ...placeOf(ground, ground.model, knobs),
    kind: "quality",
    rung: null,
    block: null,
    attempt: 1,
    position,
  };
}

/** A visit of a confirmation, in its pair and arm (M24). */
export function confirmationPlace(
  ground: Omit<SearchGround, "cells" | "incumbent">,
  knobs: KnobSettings,
  at: { arm: "A" | "B"; pair: number; attempt: 1 | 2; position: number },
): VisitPlace {
  const requested = passedKnobs(knobs, collapseAxes(ground.plan, ground.capability));
  return { ...at, model: ground.model, knobs, requested, kind: "confirmation", rung: null, block: null };
}
