import { countedScores, joinByRun } from "../joining/join-by-run.ts";
import { joinGrown } from "../joining/join-grown.ts";
import { byTime, type JoinedScore, joinedScore, type Timed } from "../joining/joined-score.ts";
import type { CollectedLog } from "./collector.ts";
import type { Verdict } from "./record.ts";
import { RunsOfInput } from "./runs-of-input.ts";
import type { RunTable } from "./tables.ts";

/** How ratings find their runs (TU7). */
export type JoinMode = "run" | "legacy";

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
  if (mode === "legacy") {
    const { counted, ...counts } = countedScores(log);
    return { ...joinByInput(log, counted), ...counts, pairs: [] };
  }
  const { scores, ...counts } = (log.before === null ? null : joinGrown(log, log.before)) ?? joinAnew(log);
  return { scores, pairs: joinPairs(log, counts), ...counts };
}

function joinAnew(log: CollectedLog) {
  const { counted, ...counts } = countedScores(log);
  const { latest, orphans } = joinByRun(log, counted);
  const scores: JoinedScore[] = [];
  latest.each((run, index) => {
    scores.push(joinedScore(log, index, run));
  });
  return { scores, orphans: orphans.length, ...counts };
}

function keepLatest<T extends Timed>(latest: Map<number, T>, key: number, next: T): void {
  const known = latest.get(key);
  if (known === undefined || byTime(known, next) <= 0) latest.set(key, next);
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
