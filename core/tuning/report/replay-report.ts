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
  const overall = { sum: 0, n: 0 };
  const current = { sum: 0, n: 0 };
  for (const [run, { sum, n }] of scoresOfRuns(evidence.scores)) {
    const mean = sum / n;
    overall.sum += mean;
    overall.n += 1;
    if (live.sets.of(run).sha !== live.sha) continue;
    current.sum += mean;
    current.n += 1;
  }
  return {
    class: className,
    currentMean: meanOf(current),
    currentRuns: current.n,
    overallMean: meanOf(overall),
    overallRuns: overall.n,
  };
}

interface Sum {
  sum: number;
  n: number;
}

function scoresOfRuns(scores: ClassEvidence["scores"]): ReadonlyMap<number, Sum> {
  const runs = new Map<number, Sum>();
  for (const { run, score } of scores) {
    const known = runs.get(run);
    if (known === undefined) runs.set(run, { sum: score, n: 1 });
    else {
      known.sum += score;
      known.n += 1;
    }
  }
  return runs;
}

const meanOf = ({ sum, n }: Sum): number | null => (n === 0 ? null : sum / n);

/** The stdout line of a report, tab separated, `-` where nothing was rated (TU5). */
export function replayLine(report: ReplayReport): string {
  const shown = (mean: number | null) => (mean === null ? "-" : mean.toFixed(3));
  const { currentMean, currentRuns, overallMean, overallRuns } = report;
  return [report.class, shown(currentMean), currentRuns, shown(overallMean), overallRuns].join("\t");
}
