import { z } from "zod";
import { TuneBaseline, TuneConfirmation } from "../../../../core/autotune/evidence/tune-comparisons.ts";
import { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import { RecommendationDocument } from "../../../../core/autotune/recommendation-document.ts";
import { TunePlan } from "../../../../core/autotune/tune-plan.ts";
import type { MachineFacts } from "../../../../core/contract/v1/facts.ts";
import type { RunRow } from "../repo.ts";

/** The machine as it was when the run was asked for. */
export const RunMachine = z.strictObject({
  chip: z.string(),
  ramGb: z.int(),
  cores: z.int(),
  /** Null in runs stored before it was kept. */
  os: z.string().nullable().default(null),
  osVersion: z.string(),
  workingSetBytes: z.int().nullable(),
});
export type RunMachine = z.infer<typeof RunMachine>;

export function machineOf(facts: MachineFacts): RunMachine {
  const { chip, ramGb, cores, os, osVersion, workingSetBytes } = facts;
  return { chip, ramGb, cores, os, osVersion, workingSetBytes };
}

export function planOf(run: Pick<RunRow, "planJson">): TunePlan {
  return TunePlan.parse(JSON.parse(run.planJson));
}

export function storedMachine(run: Pick<RunRow, "machineJson">): RunMachine {
  return RunMachine.parse(JSON.parse(run.machineJson));
}

export function documentOf(run: Pick<RunRow, "recommendationJson">): RecommendationDocument | null {
  return run.recommendationJson === null ? null : RecommendationDocument.parse(JSON.parse(run.recommendationJson));
}

export function baselineOf(run: Pick<RunRow, "baselineJson">): TuneBaseline | null {
  return run.baselineJson === null ? null : TuneBaseline.parse(JSON.parse(run.baselineJson));
}

export function confirmationOf(run: Pick<RunRow, "confirmationJson">): TuneConfirmation | null {
  return run.confirmationJson === null ? null : TuneConfirmation.parse(JSON.parse(run.confirmationJson));
}

/** The key the run reported, or the one its plan fixed; null for `grid`. */
export function rngKeyOf(run: Pick<RunRow, "rngKey" | "planJson">): number | null {
  return run.rngKey === null ? (planOf(run).rngKey ?? null) : Number(run.rngKey);
}

export const visitOf = (visitJson: string): TuneVisit => TuneVisit.parse(JSON.parse(visitJson));

export const labelOf = (run: Pick<RunRow, "number">): string => `TUNE-${run.number}`;
