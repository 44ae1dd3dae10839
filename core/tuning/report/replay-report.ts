import { plainWords } from "../../units/plain-words.ts";
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
  scoresOfRuns(evidence.scores).forEach(({ sum, n }, run) => {
    add(overall, sum / n);
    if (live.sets.of(run).sha === live.sha) add(current, sum / n);
  });
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
  scores.forEach(({ run, score }) => {
    const known = runs.get(run);
    if (known === undefined) runs.set(run, { sum: score, n: 1 });
    else add(known, score);
  });
  return runs;
}

function add(to: Sum, value: number): void {
  to.sum += value;
  to.n += 1;
}

const meanOf = ({ sum, n }: Sum): number | null => (n === 0 ? null : sum / n);

/** The stdout line of a report, tab separated, `-` where nothing was rated (TU5). */
export function replayLine(report: ReplayReport): string {
  const shown = (mean: number | null) => (mean === null ? "-" : mean.toFixed(3));
  const { currentMean, currentRuns, overallMean, overallRuns } = report;
  return [plainWords(report.class), shown(currentMean), currentRuns, shown(overallMean), overallRuns].join("\t");
}
