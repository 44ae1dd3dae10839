import type { z } from "zod";
import { planCells } from "../../../../core/autotune/plan-cells.ts";
import type { TunePlan } from "../../../../core/autotune/tune-plan.ts";
import type { CachedModel } from "../../../../core/contract/v1/facts.ts";
import type { EngineCapability } from "../../../../core/serving/capability.ts";
import { findModelFacts, ggufFormOf } from "../../../../core/serving/catalogue.ts";
import type { EngineName } from "../../../../core/serving/engine-name.ts";
import { estimateFit } from "../../../../core/serving/fit.ts";
import { isPracticeModel, isSameModel, modelLabel } from "../../../../core/serving/model-id.ts";
import { modelSizeB } from "../../../../core/serving/model-size.ts";
import type { Host } from "../../jobs/index.ts";
import type { PlannedCandidate, PlannedCell } from "../schema.ts";

type Candidate = z.infer<typeof PlannedCandidate>;

export interface PlanGround {
  cachedModels: readonly CachedModel[];
  workingSetBytes: number | null;
}

/** What a machine's last report says that a plan is judged by. */
export function groundOf(host: Host): PlanGround {
  return {
    cachedModels: host.capabilities?.cachedModels ?? [],
    workingSetBytes: host.facts.workingSetBytes,
  };
}

/** A40: the capabilities of the engine a tune uses; null when the machine did not report it. */
export function engineOf(host: Host | null, engine?: EngineName): EngineCapability | null {
  const engines = host?.capabilities?.engines ?? [];
  if (engine !== undefined) return engines.find((capability) => capability.engine === engine) ?? null;
  return engines.find(({ engine }) => engine === "embedded") ?? engines[0] ?? null;
}

function isCachedOn(ground: PlanGround, id: string): boolean {
  const forms = [id, ggufFormOf(id) ?? id];
  return ground.cachedModels.some((cached) => forms.some((form) => isSameModel(cached.id, form)));
}

/** The candidates in the operator's order (B11) with what is known of each; estimates refuse nothing (A62). */
export function plannedCandidates(plan: TunePlan, ground: PlanGround): Candidate[] {
  return plan.candidates.map(({ id }, index) => {
    const facts = findModelFacts(id);
    const isPractice = isPracticeModel(id);
    const isCached = isCachedOn(ground, id);
    const weightsBytes = facts?.weightsBytes ?? null;
    return {
      rank: index + 1,
      id,
      label: modelLabel(id),
      sizeB: modelSizeB(id),
      isPractice,
      isCached,
      fetchBytes: isPractice || isCached ? 0 : weightsBytes,
      fit: estimateFit({
        weightsBytes,
        kvBytesPerToken: facts?.kvBytesPerToken ?? null,
        kvBits: null,
        maxContext: plan.targetContext,
        maxBatch: 1,
        budgetBytes: ground.workingSetBytes,
      }),
    };
  });
}

/** The Stage-2 cells with what the engine rules out (B57, B105). */
export function plannedCells(plan: TunePlan, capability: EngineCapability | null): z.infer<typeof PlannedCell>[] {
  return planCells(plan, capability);
}

/** Bytes of a whole list; null as soon as one is unknown, because a sum without it would read as complete. */
export function fetchBytesOf(candidates: readonly Candidate[]): number | null {
  let sum = 0;
  for (const { fetchBytes } of candidates) {
    if (fetchBytes === null) return null;
    sum += fetchBytes;
  }
  return sum;
}
