import type { GpRow } from "../gp/rows.ts";
import type { JoinedScore } from "../joining/joined-score.ts";
import { byTime } from "../joining/joined-score.ts";
import type { JoinedPair } from "../reading/join.ts";
import type { ArgumentSpace } from "../space/argument-space.ts";
import type { Point } from "../space/point.ts";
import { type ClassData, pairEvidence, scoreEvidence } from "./class-data.ts";
import type { EvidenceRow } from "./outcome.ts";

const STARS = { left: 1, right: -1, tie: 0 } as const;

/** What one person said, with the input it was about; the observations of `gp` in (time, line) order (TU19). */
export type Said = (
  | { readonly kind: "score"; readonly score: JoinedScore }
  | { readonly kind: "verdict"; readonly pair: JoinedPair }
) & { readonly input: number; readonly rater: number; readonly atMs: number; readonly line: number };

export function everythingSaid({ log, evidence }: ClassData): Said[] {
  const scores = evidence.scores.map((score) => {
    const { rater, atMs, line } = score;
    return { kind: "score" as const, score, input: log.runs.input.at(score.run), rater, atMs, line };
  });
  const pairs = evidence.pairs.map((pair) => {
    const { rater, atMs, line } = pair;
    return { kind: "verdict" as const, pair, input: log.runs.input.at(pair.left), rater, atMs, line };
  });
  return [...scores, ...pairs].sort(byTime);
}

/** The runs that observations are about. */
export function runsOf(said: readonly Said[]): number[] {
  return said.flatMap((one) => (one.kind === "score" ? [one.score.run] : [one.pair.left, one.pair.right]));
}

/** Observations as rows over distinct points: equal arguments share one. */
export class RowBuilder {
  readonly points: Point[] = [];
  readonly #data: ClassData;
  readonly #space: ArgumentSpace;
  readonly #numbers = new Map<string, number>();

  constructor(data: ClassData, space: ArgumentSpace) {
    this.#data = data;
    this.#space = space;
  }

  row(said: Said): GpRow {
    const { input, rater } = said;
    if (said.kind === "score") {
      return { kind: "score", point: this.#pointOf(said.score.run), input, rater, y: said.score.score };
    }
    const { left, right, verdict } = said.pair;
    return {
      kind: "difference",
      left: this.#pointOf(left),
      right: this.#pointOf(right),
      input,
      rater,
      y: STARS[verdict],
    };
  }

  #pointOf(run: number): number {
    const { sha } = this.#data.sets.of(run);
    const known = this.#numbers.get(sha);
    if (known !== undefined) return known;
    const number = this.points.length;
    this.#numbers.set(sha, number);
    this.points.push(this.#space.pointOf(this.#data.sets.stepsOf(run)));
    return number;
  }
}

export function evidenceRow(data: ClassData, said: Said): EvidenceRow {
  return said.kind === "score" ? scoreEvidence(data, said.score) : pairEvidence(data, said.pair);
}
