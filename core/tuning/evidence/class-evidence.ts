import type { CollectedLog } from "../reading/collector.ts";
import { byTime, type JoinedLog, type JoinedPair, type JoinedScore } from "../reading/join.ts";
import type { ArgumentSets } from "./argument-sets.ts";
import { correctedClasses } from "./corrected-class.ts";

/** The rated runs of one class with their scores and verdicts, each list in (time, line) order. */
export interface ClassEvidence {
  readonly runs: readonly number[];
  readonly scores: readonly JoinedScore[];
  readonly pairs: readonly JoinedPair[];
  readonly classCorrected: number;
  readonly shaMismatch: number;
}

interface Gathered {
  scores: JoinedScore[];
  pairs: JoinedPair[];
}

/** Groups what was joined by class, without runs whose class a person corrected (TU6, TU8). */
export class EvidenceByClass {
  readonly #log: CollectedLog;
  readonly #sets: ArgumentSets;
  readonly #gathered = new Map<string, Gathered>();
  readonly #corrected: ReadonlyMap<number, string>;

  constructor(log: CollectedLog, joined: JoinedLog, sets: ArgumentSets) {
    this.#log = log;
    this.#sets = sets;
    this.#corrected = correctedClasses(log);
    for (const score of joined.scores) this.#of(score.run).scores.push(score);
    for (const pair of joined.pairs) {
      if (log.runs.class.at(pair.left) === log.runs.class.at(pair.right)) this.#of(pair.left).pairs.push(pair);
    }
  }

  /** Evidence of a class, empty when nothing of it was rated. */
  get(className: string): ClassEvidence {
    const gathered = this.#gathered.get(className) ?? { scores: [], pairs: [] };
    const rated = new Set([...gathered.scores.map(({ run }) => run), ...gathered.pairs.flatMap(endsOf)]);
    const fits = new Set<number>();
    const counts = { classCorrected: 0, shaMismatch: 0 };
    for (const run of rated) {
      if (this.#isCorrected(run, className)) counts.classCorrected += 1;
      else if (this.#sets.of(run).isMismatch) counts.shaMismatch += 1;
      else fits.add(run);
    }
    return { ...keepRuns(this.#log, gathered, fits), ...counts };
  }

  #isCorrected(run: number, className: string): boolean {
    const corrected = this.#corrected.get(this.#log.runs.input.at(run));
    return corrected !== undefined && corrected !== className;
  }

  #of(run: number): Gathered {
    const name = this.#log.runs.classes.textOf(this.#log.runs.class.at(run));
    const known = this.#gathered.get(name) ?? { scores: [], pairs: [] };
    this.#gathered.set(name, known);
    return known;
  }
}

function endsOf(pair: JoinedPair): number[] {
  return [pair.left, pair.right];
}

/** The evidence that lies wholly on the given runs; a run counts as rated by a score or a verdict. */
export function keepRuns(log: CollectedLog, from: Pick<ClassEvidence, "scores" | "pairs">, fits: ReadonlySet<number>) {
  const scores = from.scores.filter(({ run }) => fits.has(run));
  const pairs = from.pairs.filter(({ left, right }) => fits.has(left) && fits.has(right));
  const rated = new Set([...scores.map(({ run }) => run), ...pairs.flatMap(endsOf)]);
  const timed = (run: number) => ({ atMs: log.runs.atMs.at(run), line: log.runs.line.at(run) });
  const runs = [...rated].sort((left, right) => byTime(timed(left), timed(right)));
  return { runs, scores, pairs };
}
