import { comparabilityKey } from "../../measuring/comparability.ts";
import type { TpsMethod } from "../../measuring/replicate.ts";
import { modelKey, modelLabel } from "../../serving/model-id.ts";
import type { TuneTrial } from "../trial.ts";
import type { TunePlan } from "../tune-plan.ts";

/** One ended run with its rows, as the questions of autotune.md section 15 read it. */
export interface QuestionRun {
  readonly runId: string;
  readonly agentId: string;
  readonly hostName: string;
  readonly startedAt: string;
  readonly chip: string;
  readonly ramGb: number;
  readonly engine: string;
  readonly engineVersion: string;
  /** `grid`, `grid-reverse` or `blocked-halving`, as stored. */
  readonly strategy: string;
  readonly plan: TunePlan;
  readonly trials: readonly TuneTrial[];
}

/** An answer always shows how much it rests on; too little data is an answer of its own. */
export interface QuestionAnswer<Verdict extends string> {
  readonly n: number;
  /** The statistic the rule judges; null without enough data. */
  readonly value: number | null;
  readonly verdict: Verdict | "not_enough_data";
}

export interface Stratum {
  readonly key: string;
  readonly label: string;
}

/** Values of different artefacts, machines, engines, versions, methods or contexts never share an answer (M10). */
export function stratumOf(run: QuestionRun, model: string, method: TpsMethod | null): Stratum {
  const { chip, ramGb, engine, engineVersion, plan } = run;
  const candidate = plan.candidates.find(({ id }) => modelKey(id) === modelKey(model));
  const key = comparabilityKey({
    engine,
    engineVersion,
    modelDigest: `${modelKey(model)}@${candidate?.revision ?? "unpinned"}`,
    machineSpec: `${chip}, ${ramGb} GB`,
    profile: `tune@${plan.targetContext}`,
    loadShape: "cells",
    tpsMethod: method ?? "deltas",
  });
  const counted = method === null ? "" : `, counted by ${method}`;
  const label = `${modelLabel(model)} at ${plan.targetContext} tokens on ${chip} ${ramGb} GB, ${engine} ${engineVersion}${counted}`;
  return { key, label };
}

/** Rows a disturbed machine left say nothing about a rule. */
export function unflagged(trials: readonly TuneTrial[]): TuneTrial[] {
  return trials.filter(({ flags }) => flags.length === 0);
}

/** Groups by stratum, in the order the strata first appear. */
export function byStratum<T extends { readonly stratum: Stratum }>(
  items: readonly T[],
): { stratum: Stratum; items: T[] }[] {
  return [...Map.groupBy(items, ({ stratum }) => stratum.key).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ stratum: first.stratum, items: group }];
  });
}
