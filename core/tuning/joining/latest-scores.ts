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
      if (!this.#isLater(known, score)) this.#latest[entry] = score;
      return;
    }
    this.#next.push(first);
    this.#latest.push(score);
    this.#first[run] = this.#runs.push(run);
  }

  /** A value of each, in no order. */
  map<T>(make: (run: number, score: number) => T): T[] {
    return this.#runs.map((run, entry) => make(run, this.#latest[entry] ?? NOTHING));
  }

  /** Whether the left score is the later of two: of equal times that of the later line. */
  #isLater(left: number, right: number): boolean {
    const { atMs, line } = this.#order;
    const between = (atMs.at(left) ?? 0) - (atMs.at(right) ?? 0);
    return between > 0 || (between === 0 && (line.at(left) ?? 0) > (line.at(right) ?? 0));
  }
}
