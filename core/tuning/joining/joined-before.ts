import { z } from "zod";
import { anyColumn, smallColumn, wholeColumn } from "../columns/column.ts";
import type { TapeReader, TapeWriter } from "../columns/tape.ts";
import type { JoinedScore } from "./joined-score.ts";

const Extent = z.strictObject({
  /** So many runs, scores and revokes the log had. */
  runs: z.int(),
  scores: z.int(),
  revokes: z.int(),
  /** Scores that name no run. */
  nameless: z.int(),
  warmups: z.int(),
  revoked: z.int(),
});
type Extent = z.infer<typeof Extent>;

/** What the scores of a log were joined to when it was kept, so that a few lines more cost what they change (H9). */
export class JoinedBefore {
  readonly extent: Extent;
  /** The place of each joined score in the log, and its run. */
  readonly index = wholeColumn();
  readonly run = wholeColumn();
  /** The places of the scores that found no run. */
  readonly orphans = wholeColumn();
  readonly #rater = wholeColumn();
  readonly #score = anyColumn();
  readonly #atMs = anyColumn();
  readonly #line = wholeColumn();
  readonly #isLegacyInput = smallColumn();

  constructor(extent: Extent) {
    this.extent = extent;
  }

  add(index: number, { run, rater, score, atMs, line, isLegacyInput }: JoinedScore): void {
    this.index.push(index);
    this.run.push(run);
    this.#rater.push(rater);
    this.#score.push(score);
    this.#atMs.push(atMs);
    this.#line.push(line);
    this.#isLegacyInput.push(isLegacyInput ? 1 : 0);
  }

  /** What `add` was given, of the runs that are asked for. */
  list(isAskedFor: (run: number) => boolean): JoinedScore[] {
    const [runs, raters, lines] = [this.run.flat(), this.#rater.flat(), this.#line.flat()];
    const [scores, times, isLegacy] = [this.#score.flat(), this.#atMs.flat(), this.#isLegacyInput.flat()];
    const entries: JoinedScore[] = [];
    for (let entry = 0; entry < runs.length; entry += 1) {
      const run = runs[entry] ?? 0;
      if (!isAskedFor(run)) continue;
      entries.push({
        run,
        rater: raters[entry] ?? 0,
        score: scores[entry] ?? 0,
        atMs: times[entry] ?? 0,
        line: lines[entry] ?? 0,
        isLegacyInput: isLegacy[entry] === 1,
      });
    }
    return entries;
  }

  save(tape: TapeWriter): void {
    tape.note(this.extent);
    for (const column of this.#columns()) column.save(tape);
  }

  /** Throws when the tape is damaged. */
  static load(tape: TapeReader): JoinedBefore {
    const before = new JoinedBefore(tape.note(Extent));
    for (const column of before.#columns()) column.load(tape);
    return before;
  }

  #columns() {
    const facts = [this.#rater, this.#score, this.#atMs, this.#line, this.#isLegacyInput];
    return [this.index, this.run, this.orphans, ...facts];
  }
}
