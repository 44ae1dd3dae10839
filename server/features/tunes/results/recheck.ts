import { aggregateTrial, type TrialAggregate } from "../../../../core/autotune/aggregate.ts";
import { judgeBaseline } from "../../../../core/autotune/baseline/judge-baseline.ts";
import { cellRow, visitsOfCell } from "../../../../core/autotune/evidence/cell-row.ts";
import { type RunReplay, searchChoice } from "../../../../core/autotune/evidence/replay-run.ts";
import type { TuneBaseline } from "../../../../core/autotune/evidence/tune-comparisons.ts";
import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import type { VisitRule } from "../../../../core/autotune/evidence/visit-outcome.ts";
import { recipeDocumentOf, recipeHash } from "../../../../core/autotune/recipe-hash.ts";
import { RecommendationDocument } from "../../../../core/autotune/recommendation-document.ts";
import { keptTrial } from "../../../../core/autotune/report/chosen-trial.ts";
import { winnerTrial } from "../../../../core/autotune/select.ts";
import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import type { TunePlan } from "../../../../core/autotune/tune-plan.ts";
import type { TpsMethod } from "../../../../core/measuring/replicate.ts";

const RELATIVE_TOLERANCE = 1e-9;

function isEqual(left: number | null, right: number | null): boolean {
  if (left === null || right === null) return left === right;
  return Math.abs(left - right) <= RELATIVE_TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
}

type Recomputed = Pick<TrialAggregate, "tpsMedian" | "ttftP95Ms" | "isFeasible" | "errorCount" | "notes">;

/** An agent may know a reason the raw rows do not show (a suspension), so only better claims than the rows are a difference. */
function differencesOf(trial: TuneTrial, again: Recomputed): string[] {
  const claims: [string, number | null, number | null][] = [
    ["agg_throughput_tps", trial.tpsMedian, again.tpsMedian],
    ["ttft_p95_ms", trial.ttftP95Ms, again.ttftP95Ms],
  ];
  const found = claims
    .filter(([, reported, recomputed]) => reported !== null && !isEqual(reported, recomputed))
    .map(([name, reported, recomputed]) => `${name} reported ${reported}, recomputed ${recomputed ?? "nothing"}`);
  if (trial.isFeasible && !again.isFeasible)
    found.push(`fits reported 1, recomputed 0 (${again.notes ?? "no reason"})`);
  if (trial.errorCount < again.errorCount)
    found.push(`n_err reported ${trial.errorCount}, recomputed ${again.errorCount}`);
  return found;
}

/** TM11, B126: aggregates are recomputed from the raw replicates, never trusted; null when nothing differs. */
export function recheckTrial(trial: TuneTrial, plan: TunePlan, method: TpsMethod | null): string | null {
  if (trial.replicates.length === 0) {
    return trial.isFeasible || trial.tpsMedian !== null ? "measured values without raw replicates" : null;
  }
  const again = aggregateTrial({
    stage: trial.stage,
    replicates: trial.replicates,
    gateTtftMs: plan.gateTtftMs,
    method,
    effective: trial.effective,
  });
  const found = differencesOf(trial, again);
  return found.length === 0 ? null : found.join("; ").slice(0, 1000);
}

/** TM11 for a cell of `blocked-halving`: its row against its visits. */
export function recheckCell(trial: TuneTrial, visits: readonly TuneVisit[], rule: VisitRule): string | null {
  const again = cellRow(visitsOfCell(visits, trial, trial.model), rule);
  if (again === null) return trial.isFeasible || trial.tpsMedian !== null ? "measured values without visits" : null;
  const found = differencesOf(trial, again);
  return found.length === 0 ? null : found.join("; ").slice(0, 1000);
}

export type DocumentVerdict =
  | { kind: "none" }
  | { kind: "ok"; document: RecommendationDocument }
  | { kind: "refused"; reason: string };

/** B75: recomputes the recipe hash; a document that is not this run's, or whose hash is not its own, is refused. */
export function judgeDocument(
  reported: { recommendationJson: string | null; recipeHash: string | null },
  tuneRunId: string,
): DocumentVerdict {
  if (reported.recommendationJson === null) {
    return reported.recipeHash === null
      ? { kind: "none" }
      : { kind: "refused", reason: "a recipe hash without recommendation" };
  }
  const parsed = RecommendationDocument.safeParse(jsonOrNull(reported.recommendationJson));
  if (!parsed.success) return { kind: "refused", reason: "the recommendation does not have the agreed form" };
  const document = parsed.data;
  if (document.run_id !== tuneRunId) return { kind: "refused", reason: "the recommendation is another run's" };
  const recipe = recipeDocumentOf(document);
  const recomputed = recipe === null ? null : recipeHash(recipe);
  if (document.recipe_hash !== recomputed || reported.recipeHash !== recomputed) {
    return { kind: "refused", reason: "the recipe hash does not match its recipe" };
  }
  return { kind: "ok", document };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export interface RunClaim {
  plan: TunePlan;
  trials: readonly TuneTrial[];
  document: RecommendationDocument | null;
  keptLocalId: number | null;
  differingTrials: number;
  /** The applied recipe as the run measured it (B118). */
  baseline: TuneBaseline | null;
  /** The run worked out again from its visits (TM11). */
  replay: RunReplay;
}

/** What the visits say against the document: order, noise and confirmation. */
function searchDifferences({ plan, document, replay }: RunClaim): string[] {
  const { fold, confirmation } = replay;
  const found: string[] = [];
  if (fold !== null && fold.strayVisit !== null)
    found.push(`visit ${fold.strayVisit} is not the one the search asked for`);
  if (document === null || document.recommendation === null) return found;
  const isShown = fold === null || searchChoice(fold).isShown;
  if (plan.strategy !== "grid" && (document.shown !== false) !== isShown) {
    found.push(`winner reported ${document.shown === false ? "not shown" : "shown"}, recomputed otherwise`);
  }
  if (!isSameConfirmation(document.confirmation, confirmation)) {
    found.push(
      `confirmation reported ${document.confirmation?.verdict ?? "none"}, recomputed ${confirmation?.verdict ?? "none"}`,
    );
  }
  return found;
}

type Confirmation = RecommendationDocument["confirmation"];

function isSameConfirmation(reported: Confirmation, recomputed: Confirmation): boolean {
  if (reported === undefined || recomputed === undefined) return reported === recomputed;
  const isSameGap = (name: "tps" | "ttft"): boolean =>
    (["gap", "low", "high", "n"] as const).every((key) =>
      isEqual(reported[name]?.[key] ?? null, recomputed[name]?.[key] ?? null),
    );
  return (
    reported.against === recomputed.against &&
    reported.verdict === recomputed.verdict &&
    isSameGap("tps") &&
    isSameGap("ttft")
  );
}

/** B118: the verdict against the applied recipe, worked out again from its raw volleys or its cell's row. */
function baselineDifferences({ plan, trials, document, baseline }: RunClaim): string[] {
  if (document?.baseline === undefined) return [];
  if (baseline === null) return ["the recommendation judges a baseline that was not sent"];
  const again = judgeBaseline({ baseline, recommendation: document.recommendation, trials, plan });
  const { verdict, tps_median } = document.baseline;
  if (verdict === again.verdict && isEqual(tps_median, again.tps_median)) return [];
  return [`baseline reported ${verdict}, recomputed ${again.verdict}`];
}

/** B126: the search replayed over the stored rows; `ok`, or in words what the agent decided differently. */
export function recheckRun(claim: RunClaim): string {
  const { plan, trials, document, keptLocalId, replay } = claim;
  const found: string[] = [];
  const searchWinner = replay.fold === null ? null : searchChoice(replay.fold).winner;
  const kept = keptTrial(trials, { plan, searchWinner })?.localId ?? null;
  const isSearchOver = document !== null || keptLocalId !== null;
  if (isSearchOver && kept !== keptLocalId) {
    found.push(`kept row reported ${keptLocalId ?? "none"}, recomputed ${kept ?? "none"}`);
  }
  const recommendation = document?.recommendation ?? null;
  if (recommendation !== null && winnerTrial(recommendation, trials) === null) {
    found.push("the recommended figures are those of no stored row");
  }
  const asked = plan.candidates.map(({ id }) => id).join(",");
  if (document !== null && document.inputs.candidate_models.join(",") !== asked) {
    found.push("the recommendation names other candidates than the plan");
  }
  found.push(...[...searchDifferences(claim), ...baselineDifferences(claim)]);
  if (claim.differingTrials > 0) found.push(`${claim.differingTrials} trials differ from their raw replicates`);
  return found.length === 0 ? "ok" : found.join("; ");
}
