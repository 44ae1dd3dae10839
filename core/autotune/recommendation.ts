import type { KnobSettings, KvBits } from "../serving/knobs.ts";
import { shellQuote } from "../units/shell-quote.ts";
import { judgeBaseline } from "./baseline/judge-baseline.ts";
import type { TuneBaseline } from "./evidence/tune-comparisons.ts";
import type { ExitReason } from "./exit-reason.ts";
import { recipeDocumentOf, recipeHash } from "./recipe-hash.ts";
import type { RecommendationDocument } from "./recommendation-document.ts";
import { alternatesOf } from "./report/alternates.ts";
import { chosenTrial, keptTrial } from "./report/chosen-trial.ts";
import { decideCompletion } from "./report/completion.ts";
import { candidateFailures } from "./report/failures.ts";
import { STRATEGY_VERSION } from "./strategy-version.ts";
import type { TuneTrial } from "./trial.ts";
import type { TunePlan } from "./tune-plan.ts";

/** The version of the recommendation document this code writes (B71, TB30). */
export const SPEC_VERSION = "SPEC-013 v0.3";

/** Everything a document is made of; pure facts, the caller persists (B67). */
export interface TuneRunFacts {
  runId: string;
  startedAt: string;
  /** For an interrupted run the time of emission. */
  endedAt: string;
  machine: { ramGb: number; chip: string; osVersion: string; binaryVersion: string };
  plan: TunePlan;
  /** All rows of the run, both stages. */
  trials: readonly TuneTrial[];
  exitReason: ExitReason;
  /** Every planned cell has its row. */
  areCellsFinished: boolean;
  /** Stage 2 was entered, whether or not a cell finished. */
  hasStage2Begun: boolean;
  dbPath: string;
  /** First word of the serve command. */
  provider: string;
  /** The applied recipe as the run measured it; null or absent without one (B118). */
  baseline?: TuneBaseline | null;
  /** What `blocked-halving` came to; absent for `grid`. */
  search?: SearchChoice | undefined;
  /** M25; absent when no confirmation was asked for. */
  confirmation?: RecommendationDocument["confirmation"];
}

/** The part of a search's result that a document states. */
export interface SearchChoice {
  winner: KnobSettings | null;
  /** False: too noisy to show a winner (measurement.md section 10 step 8). */
  isShown: boolean;
}

interface ServeRecipe {
  provider: string;
  model: string;
  kvBits: KvBits;
  maxBatch: number;
  maxContext: number;
}

/** B69: the command that serves a recipe, quoted where a shell needs it; no `--kv-bits` when unset (B72). */
export function serveCommand(recipe: ServeRecipe): string {
  const kvBits = recipe.kvBits === null ? [] : ["--kv-bits", String(recipe.kvBits)];
  const numbers = ["--max-batch", String(recipe.maxBatch), "--max-context", String(recipe.maxContext)];
  return [recipe.provider, "serve", "--model", recipe.model, ...kvBits, ...numbers].map(shellQuote).join(" ");
}

const wholeSeconds = (iso: string): string => iso.replace(/\.\d+(?=Z$)/, "");

function recommendationOf(run: TuneRunFacts): RecommendationDocument["recommendation"] {
  const completion = decideCompletion(run.exitReason, run);
  const kept = keptTrial(run.trials, { plan: run.plan, searchWinner: run.search?.winner ?? null });
  const trial = chosenTrial(run.trials, { completion, kept });
  if (trial === null || trial.tpsMedian === null || trial.ttftP95Ms === null) return null;
  const { model, kvBits } = trial;
  const maxBatch = trial.maxBatch ?? 1;
  const maxContext = trial.maxContext ?? run.plan.targetContext;
  return {
    model,
    serve_command: serveCommand({ provider: run.provider, model, kvBits, maxBatch, maxContext }),
    target_context: run.plan.targetContext,
    replicates: trial.replicatesN ?? 1,
    tps_median: trial.tpsMedian,
    ttft_p95_ms: trial.ttftP95Ms,
    knobs: { kv_bits: kvBits, max_concurrency_override: maxBatch, max_context_override: maxContext },
    ...(completion === "partial" ? { partial: true as const } : {}),
  };
}

function inputsOf(plan: TunePlan): RecommendationDocument["inputs"] {
  return {
    target_context: plan.targetContext,
    stage1_replicates: plan.stage1Replicates,
    stage2_replicates: plan.stage2Replicates,
    gate_ttft_ms: plan.gateTtftMs,
    candidate_models: plan.candidates.map(({ id }) => id),
    tps_tie_epsilon: plan.tpsTieEpsilon,
  };
}

/** Keys of another strategy than `grid`. */
function strategyKeys({ plan, search }: TuneRunFacts): Pick<RecommendationDocument, "strategy" | "shown"> {
  if (plan.strategy === "grid") return {};
  return { strategy: STRATEGY_VERSION[plan.strategy], ...(search?.isShown === false ? { shown: false as const } : {}) };
}

/** B71: the frozen document of a run. Without a recommendation that and the hash are literal nulls (TB53). */
export function buildDocument(run: TuneRunFacts): RecommendationDocument {
  const { ramGb, chip, osVersion, binaryVersion } = run.machine;
  const machine = { ram_gb: ramGb, chip, os_version: osVersion, binary_version: binaryVersion };
  const inputs = inputsOf(run.plan);
  const recommendation = recommendationOf(run);
  const probed = run.trials.filter(({ stage }) => stage === 1).map(({ model }) => model);
  const alternates =
    recommendation === null ? null : alternatesOf(inputs.candidate_models, recommendation.model, probed);
  const recipe = recipeDocumentOf({ inputs, machine, recommendation });
  return {
    spec_version: SPEC_VERSION,
    run_id: run.runId,
    started_at: wholeSeconds(run.startedAt),
    ended_at: wholeSeconds(run.endedAt),
    machine,
    inputs,
    recommendation,
    alternates: alternates?.models ?? [],
    infeasible: candidateFailures(inputs.candidate_models, run.trials, run.areCellsFinished),
    recipe_hash: recipe === null ? null : recipeHash(recipe),
    db_path: run.dbPath,
    ...(alternates?.basis === "position" ? { alternates_basis: alternates.basis } : {}),
    ...(run.baseline ? { baseline: judgeBaseline({ ...run, baseline: run.baseline, recommendation }) } : {}),
    ...strategyKeys(run),
    ...(run.confirmation === undefined ? {} : { confirmation: run.confirmation }),
  };
}
