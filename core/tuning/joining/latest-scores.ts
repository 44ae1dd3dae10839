const NOTHING = -1;

interface Numbers {
  at(index: number): number | undefined;
}

/** What the latest of several scores is told by, each at the score's place. */
interface ScoreOrder {
  readonly rater: Numbers;
  readonly atMs: Numbers;
  readonly line: Numbers;
}

/** The latest score of each rater for each run, without an object a score (H9). */
export class LatestScores {
  readonly #order: ScoreOrder;
  readonly #runs: number[] = [];
  readonly #latest: number[] = [];
  /** The next entry of the same run. */
  readonly #next: number[] = [];
  /** The first entry of each run plus one. */
  readonly #first: Int32Array;

  constructor(order: ScoreOrder, runs: number) {
    this.#order = order;
    this.#first = new Int32Array(runs);
  }

  add(run: number, score: number): void {
    const { rater } = this.#order;
    const by = rater.at(score);
    const first = (this.#first[run] ?? 0) - 1;
    for (let entry = first; entry >= 0; entry = this.#next[entry] ?? NOTHING) {
      const known = this.#latest[entry] ?? NOTHING;
      if (rater.at(known) !== by) continue;
      if (this.#compare(known, score) <= 0) this.#latest[entry] = score;
      return;
    }
    this.#next.push(first);
    this.#latest.push(score);
    this.#first[run] = this.#runs.push(run);
  }

  /** Shows each, in order of time, then line. */
  each(see: (run: number, score: number) => void): void {
    for (const entry of this.#inOrder()) see(this.#runs[entry] ?? NOTHING, this.#latest[entry] ?? NOTHING);
  }

  /** The entries sorted, as those of a log nearly always are from the beginning. */
  #inOrder(): Uint32Array {
    const entries = Uint32Array.from(this.#latest, (_score, entry) => entry);
    const scoreOf = (entry: number) => this.#latest[entry] ?? NOTHING;
    const isSorted = entries.every((entry) => entry === 0 || this.#compare(scoreOf(entry - 1), scoreOf(entry)) <= 0);
    return isSorted ? entries : entries.sort((left, right) => this.#compare(scoreOf(left), scoreOf(right)));
  }

  /** Above 0 where the left score is the later of two: of equal times that of the later line. */
  #compare(left: number, right: number): number {
    const { atMs, line } = this.#order;
    return (atMs.at(left) ?? 0) - (atMs.at(right) ?? 0) || (line.at(left) ?? 0) - (line.at(right) ?? 0);
  }
}
