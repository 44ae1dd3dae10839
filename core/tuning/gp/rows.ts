/** One rater's score of one run, in stars; points, inputs and raters are named by number (TU19). */
interface ScoreRow {
  readonly kind: "score";
  readonly point: number;
  readonly input: number;
  readonly rater: number;
  readonly y: number;
}

/** One verdict between two runs of an input: f(left) − f(right) is +1, 0 or −1 star (TU19). */
interface DifferenceRow {
  readonly kind: "difference";
  readonly left: number;
  readonly right: number;
  readonly input: number;
  readonly rater: number;
  readonly y: number;
}

export type GpRow = ScoreRow | DifferenceRow;

const MEAN_WITHOUT_SCORES = 3;

/** Mean of the scores, 3 where there is none; verdicts do not count (TU20). */
export function meanScore(rows: readonly GpRow[]): number {
  let sum = 0;
  let n = 0;
  for (const row of rows) {
    if (row.kind !== "score") continue;
    sum += row.y;
    n += 1;
  }
  return n === 0 ? MEAN_WITHOUT_SCORES : sum / n;
}

/** The observations with the mean taken off the score rows only (TU20). */
export function residuals(rows: readonly GpRow[], mean: number): Float64Array {
  return Float64Array.from(rows, (row) => (row.kind === "score" ? row.y - mean : row.y));
}

/** How many people gave the rows. */
export function raterCount(rows: readonly GpRow[]): number {
  return new Set(rows.map((row) => row.rater)).size;
}
