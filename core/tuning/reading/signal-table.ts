import { anyColumn, NONE, wholeColumn } from "../columns/column.ts";
import type { TapeReader, TapeWriter } from "../columns/tape.ts";
import type { RunSignals } from "./record.ts";

/** The signals of the runs of a log, a row only for those that have any: most belong to classes that are not tuned (H9). */
export class SignalTable {
  readonly #row = wholeColumn();
  readonly #lumaMean = anyColumn();
  readonly #noise = anyColumn();
  readonly #entropy = anyColumn();

  /** Adds those of the next run. */
  add({ lumaMean, noise, entropy }: RunSignals): void {
    if (lumaMean === null && noise === null && entropy === null) {
      this.#row.push(NONE);
      return;
    }
    this.#row.push(this.#lumaMean.length);
    this.#lumaMean.push(lumaMean ?? Number.NaN);
    this.#noise.push(noise ?? Number.NaN);
    this.#entropy.push(entropy ?? Number.NaN);
  }

  /** The signals of a run, each NaN where it has none. */
  of(run: number): { readonly [signal in keyof RunSignals]: number } {
    const row = this.#row.at(run);
    return { lumaMean: this.#lumaMean.at(row), noise: this.#noise.at(row), entropy: this.#entropy.at(row) };
  }

  save(tape: TapeWriter): void {
    for (const part of this.#parts()) part.save(tape);
  }

  load(tape: TapeReader): void {
    for (const part of this.#parts()) part.load(tape);
  }

  #parts() {
    return [this.#row, this.#lumaMean, this.#noise, this.#entropy];
  }
}
