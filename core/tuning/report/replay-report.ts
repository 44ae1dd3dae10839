import type { ArgumentSets } from "../evidence/argument-sets.ts";
import type { ClassEvidence } from "../evidence/class-evidence.ts";

/** Mean scores of a class, in stars: of the current recipe's rated runs and of all (TU5). */
export interface ReplayReport {
  readonly class: string;
  readonly currentMean: number | null;
  readonly currentRuns: number;
  readonly overallMean: number | null;
  readonly overallRuns: number;
}

/** A run counts once, with the mean over its raters; the current recipe's runs have the live sha by their steps (TU5). */
export function replayReport(
  className: string,
  evidence: Pick<ClassEvidence, "scores">,
  live: { sets: ArgumentSets; sha: string | null },
): ReplayReport {
  const all = runMeans(evidence.scores);
  const current = all.filter(({ run }) => live.sets.of(run).sha === live.sha);
  return {
    class: className,
    currentMean: meanOf(current),
    currentRuns: current.length,
    overallMean: meanOf(all),
    overallRuns: all.length,
  };
}

/** The mean score of each run, in the order of their first scores. */
function runMeans(scores: ClassEvidence["scores"]): { run: number; score: number }[] {
  const size = scores.reduce((most, { run }) => Math.max(most, run + 1), 0);
  const sums = new Float64Array(size);
  const counts = new Uint32Array(size);
  for (const { run, score } of scores) {
    sums[run] = (sums[run] ?? 0) + score;
    counts[run] = (counts[run] ?? 0) + 1;
  }
  const means: { run: number; score: number }[] = [];
  for (const { run } of scores) {
    const count = counts[run] ?? 0;
    if (count > 0) means.push({ run, score: (sums[run] ?? 0) / count });
    counts[run] = 0;
  }
  return means;
}

function meanOf(runs: readonly { score: number }[]): number | null {
  return runs.length === 0 ? null : runs.reduce((sum, { score }) => sum + score, 0) / runs.length;
}

/** The stdout line of a report, tab separated, `-` where nothing was rated (TU5). */
export function replayLine(report: ReplayReport): string {
  const shown = (mean: number | null) => (mean === null ? "-" : mean.toFixed(3));
  const { currentMean, currentRuns, overallMean, overallRuns } = report;
  return [report.class, shown(currentMean), currentRuns, shown(overallMean), overallRuns].join("\t");
}
