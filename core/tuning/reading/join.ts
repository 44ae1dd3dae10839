import type { CollectedLog } from "./collector.ts";
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
  const hasRevokes = log.revokes.size > 0;
  for (let index = 0; index < log.scores.length; index += 1) {
    if (hasRevokes && isTakenBack(log, index)) counts.revoked += 1;
    else if (log.scores.isWarmup.at(index) === 1) counts.warmups += 1;
    else {
      kept[length] = index;
      length += 1;
    }
  }
  const counted = kept.subarray(0, length);
  const joined = mode === "run" ? joinByRun(log, counted) : joinByInput(log, counted);
  counts.orphans += joined.orphans;
  const pairs = mode === "run" ? joinPairs(log, counts) : [];
  return { scores: joined.scores.sort(byTime), pairs, ...counts };
}

function isTakenBack({ scores, revokes }: CollectedLog, index: number): boolean {
  const event = scores.events.at(index);
  if (!revokes.names(event)) return false;
  const rater = scores.rater.at(index);
  return revokes.takesBack(event, rater === NONE ? null : scores.raters.textOf(rater));
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

function scoreAt(log: CollectedLog, index: number, run: number) {
  const { scores } = log;
  return {
    run,
    rater: scores.rater.at(index),
    score: scores.score.at(index),
    atMs: scores.atMs.at(index),
    line: scores.line.at(index),
  };
}

function joinByRun(log: CollectedLog, counted: Uint32Array) {
  const { runs, scores } = log;
  const raters = scores.raters.size + 1;
  const latest = new Map<number, JoinedScore>();
  let byInput: RunsOfInput | null = null;
  let orphans = 0;
  for (const index of counted) {
    const name = scores.run.at(index);
    const isLegacyInput = name === NONE;
    if (isLegacyInput) byInput ??= new RunsOfInput(runs);
    const run = isLegacyInput
      ? (byInput?.newestUpTo(scores.input.at(index), scores.atMs.at(index)) ?? null)
      : runs.withName(name);
    if (run === null) orphans += 1;
    else if (runs.isWanted(run) && runs.isReplay.at(run) === 0) {
      const score = { ...scoreAt(log, index, run), isLegacyInput };
      keepLatest(latest, run * raters + score.rater + 1, score);
    }
  }
  return { scores: [...latest.values()], orphans };
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
      if (log.runs.isWanted(run)) scores.push({ ...scoreAt(log, index, run), isLegacyInput: true });
    }
  }
  return { scores, orphans };
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
