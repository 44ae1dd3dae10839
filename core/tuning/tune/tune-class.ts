import { canonicalJson } from "../../canonical/jcs.ts";
import type { CompatibleEvidence } from "../evidence/compatible.ts";
import type { JoinMode } from "../reading/join.ts";
import type { Step } from "../reading/record.ts";
import type { TuneMethod, TuningRecipe } from "../recipe.ts";
import { listTunables } from "../space/list-tunables.ts";
import type { Tunable } from "../space/tunable.ts";
import { variedTunables } from "../space/varied-tunables.ts";
import type { ClassData } from "./class-data.ts";
import type { MethodResult, TuneOutcome, TuneProposal } from "./outcome.ts";
import { countPairs } from "./paired-ratings.ts";
import { tuneGp } from "./tune-gp.ts";
import { tuneIdw } from "./tune-idw.ts";

/** Fewest compatible rated runs of a tune (TU9). */
export const LEAST_RATED_RUNS = 20;

export interface TuneOptions {
  readonly method: TuneMethod;
  readonly join: JoinMode;
  recipeSha(steps: readonly Step[]): string;
  blake3(text: string): string;
}

/** Tunes one class: a proposal, or why there is none (TU4). Pure: the same evidence and seed give the same answer. */
export function tuneClass(all: ClassData, options: TuneOptions): TuneOutcome {
  const data = { ...all, evidence: evidenceUsed(all, options.method) };
  const { evidence, recipe } = data;
  const listed = listTunables(recipe, []);
  if (listed.kind === "unknown_tunable") return listed;
  const rated = evidence.runs.length;
  if (rated < LEAST_RATED_RUNS) return { kind: "skipped", rated, incompatible: incompatibleRuns(data) };
  if (listed.tunables.length === 0) return { kind: "no_tunables" };
  if (evidence.argumentSets < 2) return { kind: "no_variation", rated, equal: "arguments" };
  const observed = listTunables(recipe, recipe.schema === 0 ? evidence.runs.map((run) => data.sets.stepsOf(run)) : []);
  const tunables = observed.kind === "tunables" ? observed.tunables : [];
  const varied = variedTunables(
    tunables,
    recipe.steps,
    evidence.runs.map((run) => data.sets.stepsOf(run)),
  );
  if (options.method === "gp" && varied.length === 0) return { kind: "no_variation", rated, equal: "tunables" };
  const result = options.method === "gp" ? tuneGp(data, tunables, varied) : tuneIdw(data);
  if ("bestLower" in result) return { kind: "no_better", bestLower: result.bestLower };
  return { kind: "proposal", proposal: proposalOf({ data, options, result, tunables, rated }) };
}

/** `idw` learns from scored runs only, `gp` from verdicts as well (TU9). */
export function evidenceUsed({ evidence, sets }: Omit<ClassData, "seed">, method: TuneMethod): CompatibleEvidence {
  if (method === "gp") return evidence;
  const scored = new Set(evidence.scores.map(({ run }) => run));
  const runs = evidence.runs.filter((run) => scored.has(run));
  return { ...evidence, runs, pairs: [], argumentSets: new Set(runs.map((run) => sets.of(run).sha)).size };
}

function incompatibleRuns({ evidence }: ClassData): number {
  return [...evidence.incompatible.values()].reduce((sum, count) => sum + count, 0);
}

interface Found {
  readonly data: ClassData;
  readonly options: TuneOptions;
  readonly result: MethodResult;
  readonly tunables: readonly Tunable[];
  readonly rated: number;
}

function proposalOf({ data, options, result, tunables, rated }: Found): TuneProposal {
  const { log, recipe, evidence, seed } = data;
  const { rows, ...found } = result;
  const raters = new Set([...evidence.scores, ...evidence.pairs].map(({ rater }) => rater));
  return {
    ...found,
    class: recipe.class,
    method: options.method,
    seed,
    join: options.join,
    baseSha: recipe.sha,
    sha: options.recipeSha(result.candidate),
    nTotal: rated,
    nIncompatible: incompatibleRuns(data),
    nInputs: new Set(evidence.runs.map((run) => log.runs.input.at(run))).size,
    nRaters: raters.size,
    nPairs: options.join === "run" ? countPairs(data).ratings : 0,
    evidenceBlake3: options.blake3(canonicalJson(rows)),
    evidenceRows: rows.length,
    changes: changesOf(recipe, result.candidate, tunables),
  };
}

function changesOf(recipe: TuningRecipe, candidate: readonly Step[], tunables: readonly Tunable[]) {
  const changes: Record<string, readonly [number, number]> = {};
  for (const { name, step, param } of tunables) {
    const old = recipe.steps[step]?.args[param];
    const next = candidate[step]?.args[param];
    if (typeof old === "number" && typeof next === "number" && old !== next) changes[name] = [old, next];
  }
  return changes;
}
