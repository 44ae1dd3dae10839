const NOTHING = -1;

/** What the latest of several scores is told by, each at the score's place. */
interface ScoreOrder {
  readonly rater: Int32Array;
  readonly atMs: Float64Array;
  readonly line: Int32Array;
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
    const first = (this.#first[run] ?? 0) - 1;
    for (let entry = first; entry >= 0; entry = this.#next[entry] ?? NOTHING) {
      const known = this.#latest[entry] ?? NOTHING;
      if (rater[known] !== rater[score]) continue;
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
    const between = (atMs[left] ?? 0) - (atMs[right] ?? 0);
    return between > 0 || (between === 0 && (line[left] ?? 0) > (line[right] ?? 0));
  }
}
