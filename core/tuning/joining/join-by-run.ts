import { NONE } from "../columns/column.ts";
import type { CollectedLog } from "../reading/collector.ts";
import { RunsOfInput } from "../reading/runs-of-input.ts";
import { JoinedBefore } from "./joined-before.ts";
import { joinedScore } from "./joined-score.ts";
import { LatestScores } from "./latest-scores.ts";

/** The places of the scores that count, without those taken back and those to warm up. */
export function countedScores(log: CollectedLog) {
  const counts = { warmups: 0, revoked: 0 };
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
  return { counted: kept.subarray(0, length), ...counts };
}

/** The ratings that their own raters took back. */
function scoresTakenBack({ scores, revokes }: CollectedLog): ReadonlySet<number> {
  const named = scores.events.placesOf(revokes.events());
  return new Set(
    named.filter((index) => revokes.takesBack(scores.events.at(index), scores.raters.textOf(scores.rater.at(index)))),
  );
}

/** The latest score of each rater and run among counted ones, and the places of those without a run (TU7). */
export function joinByRun(log: CollectedLog, counted: Uint32Array) {
  const { runs, scores } = log;
  const order = { atMs: scores.atMs.flat(), rater: scores.rater.flat(), line: scores.line.flat() };
  const runOf = runFinder(log, order.atMs);
  const set = runs.set.flat();
  const isReplay = runs.isReplay.flat();
  const latest = new LatestScores(order, runs.length);
  const name = scores.run.flat();
  const orphans: number[] = [];
  for (const index of counted) {
    const run = runOf(name[index] ?? NONE, index);
    if (run === NONE) orphans.push(index);
    else if (set[run] !== NONE && isReplay[run] === 0) latest.add(run, index);
  }
  return { latest, orphans };
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

/** What all of a log joins to by its runs, to be kept with it. */
export function joinedSoFar(log: CollectedLog): JoinedBefore {
  const { counted, ...counts } = countedScores(log);
  const { latest, orphans } = joinByRun(log, counted);
  const nameless = log.scores.run.flat().reduce((sum, name) => sum + (name === NONE ? 1 : 0), 0);
  const extent = { runs: log.runs.length, scores: log.scores.length, revokes: log.revokes.length };
  const before = new JoinedBefore({ ...extent, nameless, ...counts });
  latest.each((run, index) => before.add(index, joinedScore(log, index, run)));
  for (const index of orphans) before.orphans.push(index);
  return before;
}
