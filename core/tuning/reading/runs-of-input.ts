import type { RunTable } from "./tables.ts";

/** The runs of each input in (time, line) order; replays are no runs of their own (TU54). */
export class RunsOfInput {
  readonly #runs: RunTable;
  readonly #order: Uint32Array;
  readonly #starts: Uint32Array;

  constructor(runs: RunTable) {
    this.#runs = runs;
    this.#starts = new Uint32Array(runs.inputs.size + 1);
    for (let run = 0; run < runs.length; run += 1)
      if (runs.isReplay.at(run) === 0) this.#add(runs.input.at(run) + 1, 1);
    for (let input = 0; input < runs.inputs.size; input += 1) this.#add(input + 1, this.#starts[input] ?? 0);
    const next = this.#starts.slice();
    this.#order = new Uint32Array(this.#starts.at(-1) ?? 0);
    for (let run = 0; run < runs.length; run += 1) {
      if (runs.isReplay.at(run) === 0) this.#place(run, next);
    }
  }

  all(input: number): Uint32Array {
    return this.#order.subarray(this.#starts[input] ?? 0, this.#starts[input + 1] ?? 0);
  }

  /** The newest run with run time ≤ the given time; of equal times the later line (TU7). */
  newestUpTo(input: number, atMs: number): number | null {
    let newest: number | null = null;
    for (const run of this.all(input)) {
      if (this.#runs.atMs.at(run) > atMs) break;
      newest = run;
    }
    return newest;
  }

  /** Puts the next run of the log behind those of its input that are not later: of equal times the later line stands last. */
  #place(run: number, next: Uint32Array): void {
    const input = this.#runs.input.at(run);
    const atMs = this.#runs.atMs.at(run);
    const first = this.#starts[input] ?? 0;
    let at = next[input] ?? 0;
    next[input] = at + 1;
    for (; at > first && this.#runs.atMs.at(this.#order[at - 1] ?? 0) > atMs; at -= 1) {
      this.#order[at] = this.#order[at - 1] ?? 0;
    }
    this.#order[at] = run;
  }

  #add(index: number, value: number): void {
    this.#starts[index] = (this.#starts[index] ?? 0) + value;
  }
}
