import type { RunTable } from "./tables.ts";

/** The runs of each input in (time, line) order; replays are no runs of their own (TU54). */
export class RunsOfInput {
  readonly #runs: RunTable;
  readonly #order: Uint32Array;
  readonly #starts: Uint32Array;

  constructor(runs: RunTable) {
    this.#runs = runs;
    const counted: number[] = [];
    for (let run = 0; run < runs.length; run += 1) if (runs.isReplay.at(run) === 0) counted.push(run);
    this.#order = Uint32Array.from(counted).sort(
      (left, right) =>
        runs.input.at(left) - runs.input.at(right) ||
        runs.atMs.at(left) - runs.atMs.at(right) ||
        runs.line.at(left) - runs.line.at(right),
    );
    this.#starts = new Uint32Array(runs.inputs.size + 1);
    for (const run of this.#order) this.#bump(runs.input.at(run) + 1);
    for (let input = 0; input < runs.inputs.size; input += 1) this.#add(input + 1, this.#starts[input] ?? 0);
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

  #bump(index: number): void {
    this.#add(index, 1);
  }

  #add(index: number, value: number): void {
    this.#starts[index] = (this.#starts[index] ?? 0) + value;
  }
}
