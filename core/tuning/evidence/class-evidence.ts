import { NONE } from "../columns/column.ts";
import type { JoinedScore } from "../joining/joined-score.ts";
import type { CollectedLog } from "../reading/collector.ts";
import type { JoinedLog, JoinedPair } from "../reading/join.ts";
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

const LEFT_OUT = 1;
const FITS = 2;

/** Groups what was joined by class, without runs whose class a person corrected (TU6, TU8). */
export class EvidenceByClass {
  readonly #log: CollectedLog;
  readonly #sets: ArgumentSets;
  readonly #gathered = new Map<number, Gathered>();
  readonly #corrected: ReadonlyMap<number, string>;

  constructor(log: CollectedLog, joined: JoinedLog, sets: ArgumentSets) {
    this.#log = log;
    this.#sets = sets;
    this.#corrected = correctedClasses(log);
    joined.scores.forEach((score) => {
      this.#of(score.run).scores.push(score);
    });
    for (const pair of joined.pairs) {
      if (log.runs.class.at(pair.left) === log.runs.class.at(pair.right)) this.#of(pair.left).pairs.push(pair);
    }
  }

  /** Evidence of a class, empty when nothing of it was rated. */
  get(className: string): ClassEvidence {
    const { scores, pairs, ...counts } = this.rated(className);
    return { runs: runsOf(this.#log, { scores, pairs }), scores, pairs, ...counts };
  }

  /** The same without the list of its runs. */
  rated(className: string): Omit<ClassEvidence, "runs"> {
    const gathered = this.#gathered.get(this.#log.runs.classes.find(className) ?? NONE) ?? { scores: [], pairs: [] };
    const counts = { classCorrected: 0, shaMismatch: 0 };
    const judged = new Uint8Array(this.#log.runs.length);
    const fits = (run: number): boolean => {
      if (judged[run] !== 0) return judged[run] === FITS;
      judged[run] = LEFT_OUT;
      if (this.#isCorrected(run, className)) counts.classCorrected += 1;
      else if (this.#sets.of(run).isMismatch) counts.shaMismatch += 1;
      else judged[run] = FITS;
      return judged[run] === FITS;
    };
    const scores = gathered.scores.filter(({ run }) => fits(run));
    const pairs = gathered.pairs.filter(({ left, right }) => [fits(left), fits(right)].every(Boolean));
    return { scores, pairs, ...counts };
  }

  #isCorrected(run: number, className: string): boolean {
    if (this.#corrected.size === 0) return false;
    const corrected = this.#corrected.get(this.#log.runs.input.at(run));
    return corrected !== undefined && corrected !== className;
  }

  #of(run: number): Gathered {
    const name = this.#log.runs.class.at(run);
    const known = this.#gathered.get(name) ?? { scores: [], pairs: [] };
    if (known.scores.length + known.pairs.length === 0) this.#gathered.set(name, known);
    return known;
  }
}

/** The runs of scores and verdicts in (time, line) order; a run counts as rated by a score or a verdict. */
function runsOf({ runs }: CollectedLog, { scores, pairs }: Pick<ClassEvidence, "scores" | "pairs">): number[] {
  const rated = new Set<number>();
  for (const { run } of scores) rated.add(run);
  for (const { left, right } of pairs) rated.add(left).add(right);
  const { atMs, line } = runs;
  return [...rated].sort((left, right) => atMs.at(left) - atMs.at(right) || line.at(left) - line.at(right));
}

/** The evidence that lies wholly on the given runs. */
export function keepRuns(log: CollectedLog, from: Pick<ClassEvidence, "scores" | "pairs">, fits: ReadonlySet<number>) {
  const scores = from.scores.filter(({ run }) => fits.has(run));
  const pairs = from.pairs.filter(({ left, right }) => fits.has(left) && fits.has(right));
  return { runs: runsOf(log, { scores, pairs }), scores, pairs };
}
