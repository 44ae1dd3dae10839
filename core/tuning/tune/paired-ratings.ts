import type { ClassData } from "./class-data.ts";

/** Number of paired ratings and of inputs they are about (TU38). */
export interface PairedCount {
  readonly ratings: number;
  readonly inputs: number;
  /** Rated runs that belong to a pair (TU39). */
  readonly runs: ReadonlySet<number>;
}

/**
 * Counts one person's judgements of two runs of one input, one with the live arguments: two scores or a verdict.
 * Each (input, rater, argument set) counts once; scores joined by input alone never pair (TU38, TU7).
 */
export function countPairs({ log, sets, recipe, evidence }: Omit<ClassData, "seed">): PairedCount {
  const pairs = new Set<string>();
  const inputs = new Set<number>();
  const runs = new Set<number>();
  const add = (live: number, other: number, rater: number) => {
    const input = log.runs.input.at(live);
    pairs.add(`${input} ${rater} ${sets.of(other).sha}`);
    inputs.add(input);
    runs.add(live);
    runs.add(other);
  };
  const isLive = (run: number) => sets.of(run).sha === recipe.sha;
  const liveScored = new Map<string, number>();
  const scores = evidence.scores.filter((score) => !score.isLegacyInput);
  for (const { run, rater } of scores) if (isLive(run)) liveScored.set(`${log.runs.input.at(run)} ${rater}`, run);
  for (const { run, rater } of scores) {
    const live = liveScored.get(`${log.runs.input.at(run)} ${rater}`);
    if (live !== undefined && !isLive(run)) add(live, run, rater);
  }
  for (const { left, right, rater } of evidence.pairs) {
    if (isLive(left) && !isLive(right)) add(left, right, rater);
    else if (isLive(right) && !isLive(left)) add(right, left, rater);
  }
  return { ratings: pairs.size, inputs: inputs.size, runs };
}
