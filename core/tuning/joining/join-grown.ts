import type { CollectedLog } from "../reading/collector.ts";
import { RunsOfInput } from "../reading/runs-of-input.ts";
import { NONE } from "../reading/tables.ts";
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
  /** 1 for each input whose nameless scores may mean another run by now; null when there is none. */
  readonly touched: Uint8Array | null;
}

/** Joins a log by its runs from what it was joined to before it grew, with the result of joining it anew; null where it must be joined anew (TU7, H9). */
export function joinGrown(log: CollectedLog, before: JoinedBefore): GrownJoin | null {
  if (log.revokes.length !== before.extent.revokes) return null;
  const grown = { log, before, touched: touchedInputs(log, before) };
  const { found, ...counts } = findRuns(grown);
  const runs = new Set(found.map(({ run }) => run));
  const latest = new LatestScores(log.scores, log.runs.length);
  const scores: JoinedScore[] = [];
  const isTouched = touchedRun(grown);
  const runOf = before.run.flat();
  for (let entry = 0; entry < runOf.length; entry += 1) {
    const run = runOf[entry] ?? NONE;
    if (isTouched(run)) continue;
    if (runs.has(run)) latest.add(run, before.index.at(entry));
    else scores.push(before.at(entry));
  }
  for (const { run, index } of found) latest.add(run, index);
  scores.push(...latest.map((run, index) => joinedScore(log, index, run)));
  return { scores: inOrder(scores), ...counts };
}

/** Inputs that have a new run beside older nameless scores, or a new nameless score. */
function touchedInputs({ runs, scores }: CollectedLog, { extent }: JoinedBefore): Uint8Array | null {
  const inputs: number[] = [];
  for (let run = extent.runs; run < runs.length && extent.nameless > 0; run += 1) inputs.push(runs.input.at(run));
  for (let index = extent.scores; index < scores.length; index += 1) {
    if (scores.run.at(index) === NONE) inputs.push(scores.input.at(index));
  }
  if (inputs.length === 0) return null;
  const touched = new Uint8Array(runs.inputs.size);
  for (const input of inputs) touched[input] = 1;
  return touched;
}

function touchedRun({ log, touched }: Grown): (run: number) => boolean {
  if (touched === null) return () => false;
  const input = log.runs.input.flat();
  return (run) => touched[input[run] ?? NONE] === 1;
}

/** The run of each score whose run is new or may be another; of those that have none, are taken back or warm up only how many the log has. */
function findRuns(grown: Grown) {
  const { log, before, touched } = grown;
  const { runs, scores } = log;
  const byInput = touched === null ? null : new RunsOfInput(runs, touched);
  const counts = { orphans: 0, warmups: before.extent.warmups, revoked: before.extent.revoked };
  const found: { run: number; index: number }[] = [];
  for (const index of pendingScores(grown)) {
    const isNew = index >= before.extent.scores;
    const name = scores.run.at(index);
    if (isTakenBack(log, index)) counts.revoked += isNew ? 1 : 0;
    else if (scores.isWarmup.at(index) === 1) counts.warmups += isNew ? 1 : 0;
    else {
      const run =
        name === NONE
          ? (byInput?.newestUpTo(scores.input.at(index), scores.atMs.at(index)) ?? null)
          : runs.withName(name);
      if (run === null) counts.orphans += 1;
      else if (runs.isWanted(run) && runs.isReplay.at(run) === 0) found.push({ run, index });
    }
  }
  return { found, ...counts };
}

/** The new scores, those that found no run before, and all of touched inputs. */
function pendingScores(grown: Grown): ReadonlySet<number> {
  const { log, before, touched } = grown;
  const pending = new Set<number>(before.orphans.flat());
  for (let index = before.extent.scores; index < log.scores.length; index += 1) pending.add(index);
  if (touched === null) return pending;
  const isTouched = touchedRun(grown);
  const runOf = log.runs.names.runFinder();
  const name = log.scores.run.flat();
  const input = log.scores.input.flat();
  for (let index = 0; index < before.extent.scores; index += 1) {
    const run = name[index] ?? NONE;
    if (run === NONE ? touched[input[index] ?? NONE] === 1 : isTouched(runOf(run))) pending.add(index);
  }
  return pending;
}

function isTakenBack({ scores, revokes }: CollectedLog, index: number): boolean {
  if (revokes.length === 0) return false;
  const rater = scores.rater.at(index);
  return revokes.takesBack(scores.events.at(index), rater === NONE ? null : scores.raters.textOf(rater));
}
