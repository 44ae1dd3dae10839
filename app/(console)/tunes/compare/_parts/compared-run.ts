import { compareRuns, type RunComparison } from "../../../../../core/autotune/compare/compare-runs.ts";
import { gapText } from "../../../../../core/autotune/compare/gap-words.ts";
import { type RunSubject, runSubject } from "../../../../../core/autotune/compare/run-subject.ts";
import type { TuneDetail } from "../../[id]/_parts/tune-detail.ts";

/** One column of the comparison. */
export interface ComparedRun {
  detail: TuneDetail;
  subject: RunSubject | null;
}

export function comparedRun(detail: TuneDetail): ComparedRun {
  const subject = runSubject({
    plan: detail.plan,
    trials: detail.trials,
    document: detail.recommendation,
    machine: detail.machine,
    engine: detail.versions.engine,
    engineVersion: detail.versions.engineVersion,
  });
  return { detail, subject };
}

/** A run against the baseline; null for the baseline itself and where one of the two has no recommendation. */
export function againstBaseline(run: ComparedRun, baseline: ComparedRun): RunComparison | null {
  if (run === baseline || run.subject === null || baseline.subject === null) return null;
  return compareRuns(baseline.subject, run.subject, baseline.detail.plan.tpsTieEpsilon);
}

function comparedText(run: ComparedRun, baseline: ComparedRun): string {
  const { label } = run.detail.summary;
  const against = baseline.detail.summary.label;
  if (run.subject === null) return `${label} has no recommendation, so it is not compared.`;
  if (baseline.subject === null) return `${against} has no recommendation, so ${label} is not compared.`;
  const result = compareRuns(baseline.subject, run.subject, baseline.detail.plan.tpsTieEpsilon);
  if (result.kind === "not_compared") {
    const fields = result.differing.map(({ field, baseline: left, other }) => `${field} (${left} against ${other})`);
    return `${label} is not compared with ${against}: different ${fields.join(", ")}.`;
  }
  if (result.tps === null) {
    return `${label} is not compared with ${against}: an interval needs more than one measurement on one side.`;
  }
  return `${label} against ${against}, decode rate ${gapText("tps", result.tps)}.`;
}

/** One sentence a run, in the words of M27; never a gap without interval and n. */
export function compareSentences(runs: readonly ComparedRun[], baseline: ComparedRun): string[] {
  return runs.filter((run) => run !== baseline).map((run) => comparedText(run, baseline));
}
