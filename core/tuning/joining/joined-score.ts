import { NONE } from "../columns/column.ts";
import type { ScoreTable } from "../reading/tables.ts";

/** One rater's latest score of one run. */
export interface JoinedScore {
  readonly run: number;
  /** Number of the rater. */
  readonly rater: number;
  readonly score: number;
  readonly atMs: number;
  readonly line: number;
  /** Found by input hash alone; never paired evidence (TU7). */
  readonly isLegacyInput: boolean;
}

export interface Timed {
  readonly atMs: number;
  readonly line: number;
}

/** The order of everything the tuner lists: time, then line. */
export function byTime(left: Timed, right: Timed): number {
  return left.atMs - right.atMs || left.line - right.line;
}

/** Sorted by time, which a log nearly always is. */
export function inOrder<T extends Timed>(list: T[]): T[] {
  const isSorted = list.every((one, index) => byTime(list[index - 1] ?? one, one) <= 0);
  return isSorted ? list : list.sort(byTime);
}

/** The score at an index of the log, of a run it was found to mean. */
export function joinedScore({ scores }: { readonly scores: ScoreTable }, index: number, run: number): JoinedScore {
  return {
    run,
    rater: scores.rater.at(index),
    score: scores.score.at(index),
    atMs: scores.atMs.at(index),
    line: scores.line.at(index),
    isLegacyInput: scores.run.at(index) === NONE,
  };
}
