import type { CollectedLog } from "./collector.ts";
import { LatestScores } from "./latest-scores.ts";
import type { Verdict } from "./record.ts";
import { RunsOfInput } from "./runs-of-input.ts";
import { NONE, type RunTable } from "./tables.ts";

/** How ratings find their runs (TU7). */
export type JoinMode = "run" | "legacy";

/** One rater's latest score of one run. */
export interface JoinedScore {
  readonly run: number;
  /** Number of the rater, −1 for the unnamed rater of v1. */
  readonly rater: number;
  readonly score: number;
  readonly atMs: number;
  readonly line: number;
  /** Found by input hash alone; never paired evidence (TU7). */
  readonly isLegacyInput: boolean;
}

/** One rater's latest verdict between two runs. */
export interface JoinedPair {
  readonly left: number;
  readonly right: number;
  readonly rater: number;
  readonly verdict: Exclude<Verdict, "not_sure">;
  readonly atMs: number;
  readonly line: number;
}

export interface JoinedLog {
  readonly scores: readonly JoinedScore[];
  readonly pairs: readonly JoinedPair[];
  readonly orphans: number;
  readonly warmups: number;
  readonly revoked: number;
}

/** Joins scores and verdicts to runs; of several by one person for one run the latest counts (TU6, TU7). */
export function joinLog(log: CollectedLog, mode: JoinMode): JoinedLog {
  const counts = { orphans: 0, warmups: 0, revoked: 0 };
  const kept = new Uint32Array(log.scores.length);
  let length = 0;
  const takenBack = scoresTakenBack(log);
  const isWarmup = log.scores.isWarmup.flat();
  for (let index = 0; index < isWarmup.length; index += 1) {
    if (takenBack.has(index)) counts.revoked += 1;
    else if (isWarmup[index] === 1) counts.warmups += 1;
    else {
      kept[length] = index;
      length += 1;
    }
  }
  const counted = kept.subarray(0, length);
  const joined = mode === "run" ? joinByRun(log, counted) : joinByInput(log, counted);
  counts.orphans += joined.orphans;
  const pairs = mode === "run" ? joinPairs(log, counts) : [];
  return { scores: joined.scores, pairs, ...counts };
}

interface Timed {
  readonly atMs: number;
  readonly line: number;
}

/** The order of everything the tuner lists: time, then line. */
export function byTime(left: Timed, right: Timed): number {
  return left.atMs - right.atMs || left.line - right.line;
}

function keepLatest<T extends Timed>(latest: Map<number, T>, key: number, next: T): void {
  const known = latest.get(key);
  if (known === undefined || byTime(known, next) <= 0) latest.set(key, next);
}

/** The ratings that their own raters took back. */
function scoresTakenBack({ scores, revokes }: CollectedLog): ReadonlySet<number> {
  const named = scores.events.placesOf(revokes.events());
  return new Set(
    named.filter((index) => {
      const rater = scores.rater.at(index);
      return revokes.takesBack(scores.events.at(index), rater === NONE ? null : scores.raters.textOf(rater));
    }),
  );
}

function joinByRun(log: CollectedLog, counted: Uint32Array) {
  const { runs, scores } = log;
  const order = { atMs: scores.atMs.flat(), rater: scores.rater.flat(), line: scores.line.flat() };
  const runOf = runFinder(log, order.atMs);
  const set = runs.set.flat();
  const isReplay = runs.isReplay.flat();
  const latest = new LatestScores(order, runs.length);
  const name = scores.run.flat();
  let orphans = 0;
  for (const index of counted) {
    const run = runOf(name[index] ?? NONE, index);
    if (run === NONE) orphans += 1;
    else if (set[run] !== NONE && isReplay[run] === 0) latest.add(run, index);
  }
  return { scores: inOrder(latest.map((run, index) => joinedScore(log, index, run))), orphans };
}

/** Finds the run that a score names, or that its input had last; NONE without one. */
function runFinder({ runs, scores }: CollectedLog, atMs: Float64Array): (name: number, score: number) => number {
  const runOf = runs.names.runFinder();
  let byInput: RunsOfInput | null = null;
  let input: Int32Array | null = null;
  return (name, score) => {
    if (name !== NONE) return runOf(name);
    byInput ??= new RunsOfInput(runs);
    input ??= scores.input.flat();
    return byInput.newestUpTo(input[score] ?? NONE, atMs[score] ?? 0) ?? NONE;
  };
}

function joinedScore({ scores }: CollectedLog, index: number, run: number): JoinedScore {
  return {
    run,
    rater: scores.rater.at(index),
    score: scores.score.at(index),
    atMs: scores.atMs.at(index),
    line: scores.line.at(index),
    isLegacyInput: scores.run.at(index) === NONE,
  };
}

/** Sorted by time, which a log nearly always is. */
function inOrder(scores: JoinedScore[]): JoinedScore[] {
  const isSorted = scores.every((score, index) => byTime(scores[index - 1] ?? score, score) <= 0);
  return isSorted ? scores : scores.sort(byTime);
}

function joinByInput(log: CollectedLog, counted: Uint32Array) {
  const byInput = new RunsOfInput(log.runs);
  const latest = new Map<number, Timed & { index: number }>();
  let orphans = 0;
  for (const index of counted) {
    const input = log.scores.input.at(index);
    if (byInput.all(input).length === 0) orphans += 1;
    else keepLatest(latest, input, { index, atMs: log.scores.atMs.at(index), line: log.scores.line.at(index) });
  }
  const scores: JoinedScore[] = [];
  for (const [input, { index }] of latest) {
    for (const run of byInput.all(input)) {
      if (log.runs.isWanted(run)) scores.push({ ...joinedScore(log, index, run), isLegacyInput: true });
    }
  }
  return { scores: scores.sort(byTime), orphans };
}

function joinPairs(log: CollectedLog, counts: { orphans: number; warmups: number; revoked: number }): JoinedPair[] {
  const { runs } = log;
  const latest = new Map<string, JoinedPair>();
  const undecided = new Map<string, Timed>();
  for (const pair of [...log.pairs].sort(byTime)) {
    if (log.revokes.takesBack(pair.eventId, pair.rater)) counts.revoked += 1;
    else if (pair.isWarmup) counts.warmups += 1;
    else {
      const left = runOf(log, pair.left);
      const right = runOf(log, pair.right);
      if (left === null || right === null) counts.orphans += 1;
      else if (isComparable(runs, left, right)) {
        const key = `${Math.min(left, right)} ${Math.max(left, right)} ${pair.rater}`;
        const { verdict, atMs, line } = pair;
        const rater = log.scores.raters.numberOf(pair.rater);
        if (verdict === "not_sure") undecided.set(key, pair);
        else latest.set(key, { left, right, rater, verdict, atMs, line });
      }
    }
  }
  return [...latest]
    .filter(([key, pair]) => byTime(undecided.get(key) ?? { atMs: -1, line: -1 }, pair) < 0)
    .map(([, pair]) => pair);
}

/** Two runs of one input, none of them a replay. */
function isComparable(runs: RunTable, left: number, right: number): boolean {
  const isReplay = runs.isReplay.at(left) === 1 || runs.isReplay.at(right) === 1;
  return left !== right && !isReplay && runs.input.at(left) === runs.input.at(right);
}

function runOf(log: CollectedLog, name: string): number | null {
  const number = log.runs.names.find(name);
  return number === null ? null : log.runs.withName(number);
}
