import { NONE } from "../columns/column.ts";
import type { CollectedLog } from "../reading/collector.ts";
import type { JoinedBefore } from "./joined-before.ts";
import { inOrder, type JoinedScore, joinedScore } from "./joined-score.ts";
import { LatestScores } from "./latest-scores.ts";

interface GrownJoin {
  readonly scores: JoinedScore[];
  readonly orphans: number;
  readonly warmups: number;
  readonly revoked: number;
}

interface Grown {
  readonly log: CollectedLog;
  readonly before: JoinedBefore;
  /** The runs, in (time, line) order, of each input whose nameless scores may mean another run by now. */
  readonly touched: ReadonlyMap<number, readonly number[]>;
}

/** Joins a log by its runs from what it was joined to before it grew, with the result of joining it anew; null where it must be joined anew (TU7, H9). */
export function joinGrown(log: CollectedLog, before: JoinedBefore): GrownJoin | null {
  const revoked = newlyTakenBack(log, before);
  if (revoked === null) return null;
  const touched = runsOfInputs(log, touchedInputs(log, before, revoked));
  const { found, ...counts } = findRuns({ log, before, touched });
  counts.revoked += revoked.length;
  counts.warmups -= revoked.filter((index) => log.scores.isWarmup.at(index) === 1).length;
  const again = new Set([...touched.values()].flat());
  const more = new Set(found.map(({ run }) => run).filter((run) => !again.has(run)));
  const latest = new LatestScores(log.scores, log.runs.length);
  const scores: JoinedScore[] = before.list((run) => !again.has(run) && !more.has(run));
  for (const entry of before.run.indexesOf(more)) latest.add(before.run.at(entry), before.index.at(entry));
  for (const { run, index } of found) latest.add(run, index);
  latest.each((run, index) => {
    scores.push(joinedScore(log, index, run));
  });
  return { scores: inOrder(scores), ...counts };
}

/** Older scores that their raters took back since; null where anybody had, or somebody else also does. */
function newlyTakenBack(log: CollectedLog, { extent }: JoinedBefore): number[] | null {
  const { scores, revokes } = log;
  const named = scores.events.placesOf(revokes.events(extent.revokes));
  const taken = named.filter((index) => index < extent.scores && isTakenBack(log, index));
  const isTwice = taken.some((index) => revokes.timesOf(scores.events.at(index)) > 1);
  return isTwice ? null : taken;
}

/** Inputs that have a new run beside older nameless scores, a new nameless score, or a score that was taken back. */
function touchedInputs(log: CollectedLog, { extent }: JoinedBefore, revoked: readonly number[]): ReadonlySet<number> {
  const { runs, scores } = log;
  const inputs = new Set<number>();
  for (const index of revoked) {
    const run = runs.withName(scores.run.at(index));
    inputs.add(run === null ? scores.input.at(index) : runs.input.at(run));
  }
  for (let run = extent.runs; run < runs.length && extent.nameless > 0; run += 1) inputs.add(runs.input.at(run));
  for (let index = extent.scores; index < scores.length; index += 1) {
    if (scores.run.at(index) === NONE) inputs.add(scores.input.at(index));
  }
  return inputs;
}

function runsOfInputs({ runs }: CollectedLog, inputs: ReadonlySet<number>): Map<number, number[]> {
  const found = new Map<number, number[]>([...inputs].map((input) => [input, []]));
  for (const run of runs.input.indexesOf(inputs)) {
    if (runs.isReplay.at(run) === 0) found.get(runs.input.at(run))?.push(run);
  }
  for (const list of found.values())
    list.sort((left, right) => runs.atMs.at(left) - runs.atMs.at(right) || left - right);
  return found;
}

/** The run of each score whose run is new or may be another; of those that have none, are taken back or warm up only how many the log has. */
function findRuns(grown: Grown) {
  const { log, before } = grown;
  const { runs, scores } = log;
  const counts = { orphans: 0, warmups: before.extent.warmups, revoked: before.extent.revoked };
  const found: { run: number; index: number }[] = [];
  for (const index of pendingScores(grown)) {
    const isNew = index >= before.extent.scores;
    if (isTakenBack(log, index)) counts.revoked += isNew ? 1 : 0;
    else if (scores.isWarmup.at(index) === 1) counts.warmups += isNew ? 1 : 0;
    else {
      const run = runOfScore(grown, index);
      if (run === null) counts.orphans += 1;
      else if (runs.isWanted(run) && runs.isReplay.at(run) === 0) found.push({ run, index });
    }
  }
  return { found, ...counts };
}

/** The run a pending score names, or the newest of its input up to its time (TU7). */
function runOfScore({ log: { runs, scores }, touched }: Grown, index: number): number | null {
  const name = scores.run.at(index);
  if (name !== NONE) return runs.withName(name);
  const atMs = scores.atMs.at(index);
  return touched.get(scores.input.at(index))?.findLast((run) => runs.atMs.at(run) <= atMs) ?? null;
}

/** The new scores, those that found no run before, and all of touched inputs. */
function pendingScores({ log: { runs, scores }, before, touched }: Grown): ReadonlySet<number> {
  const pending = new Set<number>(before.orphans.flat());
  for (let index = before.extent.scores; index < scores.length; index += 1) pending.add(index);
  if (touched.size === 0) return pending;
  for (const index of scores.input.indexesOf(new Set(touched.keys()))) {
    if (scores.run.at(index) === NONE) pending.add(index);
  }
  const names = new Set([...touched.values()].flat().map((run) => runs.name.at(run)));
  names.delete(NONE);
  const hasNames = before.extent.nameless < before.extent.scores;
  for (const index of hasNames ? scores.run.indexesOf(names) : []) pending.add(index);
  return pending;
}

function isTakenBack(log: CollectedLog, index: number): boolean {
  const { scores, revokes } = log;
  return revokes.length > 0 && revokes.takesBack(scores.events.at(index), scores.raters.textOf(scores.rater.at(index)));
}
