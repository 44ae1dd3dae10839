import type { RunTable } from "./tables.ts";

type Timed = Pick<RunTable, "length" | "input" | "isReplay"> & {
  readonly inputs: { readonly size: number };
  readonly atMs: { at(run: number): number };
};

/** The runs of each input in (time, line) order; replays are no runs of their own (TU54). */
export class RunsOfInput {
  readonly #runs: Timed;
  readonly #order: Uint32Array;
  readonly #starts: Uint32Array;

  constructor(runs: Timed) {
    this.#runs = runs;
    this.#starts = new Uint32Array(runs.inputs.size + 1);
    for (let run = 0; run < runs.length; run += 1)
      if (runs.isReplay.at(run) === 0) this.#add(runs.input.at(run) + 1, 1);
    for (let input = 0; input < runs.inputs.size; input += 1) this.#add(input + 1, this.#starts[input] ?? 0);
    this.#order = new Uint32Array(this.#starts.at(-1) ?? 0);
    for (const input of this.#fill()) this.all(input).sort((left, right) => this.#between(left, right));
  }

  all(input: number): Uint32Array {
    return this.#order.subarray(this.#starts[input] ?? 0, this.#starts[input + 1] ?? 0);
  }

  /** The newest run with run time ≤ the given time; of equal times the later line (TU7). */
  newestUpTo(input: number, atMs: number): number | null {
    const runs = this.all(input);
    let from = 0;
    let to = runs.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#runs.atMs.at(runs[middle] ?? 0) <= atMs) from = middle + 1;
      else to = middle;
    }
    return runs[from - 1] ?? null;
  }

  /** Puts each run behind those of its input in log order; gives the inputs whose times run back somewhere. */
  #fill(): ReadonlySet<number> {
    const runs = this.#runs;
    const next = this.#starts.slice();
    const inverted = new Set<number>();
    for (let run = 0; run < runs.length; run += 1) {
      if (runs.isReplay.at(run) !== 0) continue;
      const input = runs.input.at(run);
      const at = next[input] ?? 0;
      const before = at > (this.#starts[input] ?? 0) ? (this.#order[at - 1] ?? run) : run;
      if (runs.atMs.at(before) > runs.atMs.at(run)) inverted.add(input);
      this.#order[at] = run;
      next[input] = at + 1;
    }
    return inverted;
  }

  /** By time, of equal times by line. */
  #between(left: number, right: number): number {
    return this.#runs.atMs.at(left) - this.#runs.atMs.at(right) || left - right;
  }

  #add(index: number, value: number): void {
    this.#starts[index] = (this.#starts[index] ?? 0) + value;
  }
}
