import type { RunTable } from "./tables.ts";

interface Timed {
  readonly inputs: { readonly size: number };
  readonly input: Pick<RunTable["input"], "flat">;
  readonly isReplay: Pick<RunTable["isReplay"], "flat">;
  readonly atMs: { flat(): ArrayLike<number> };
}

/** The runs of each input in (time, line) order; replays are no runs of their own (TU54). */
export class RunsOfInput {
  readonly #atMs: ArrayLike<number>;
  readonly #order: Uint32Array;
  readonly #starts: Uint32Array;

  constructor(runs: Timed) {
    this.#atMs = runs.atMs.flat();
    const input = runs.input.flat();
    const isReplay = runs.isReplay.flat();
    this.#starts = startsOf(input, isReplay, runs.inputs.size);
    this.#order = new Uint32Array(this.#starts.at(-1) ?? 0);
    for (const one of this.#fill(input, isReplay)) this.all(one).sort((left, right) => this.#between(left, right));
  }

  all(input: number): Uint32Array {
    return this.#order.subarray(this.#starts[input] ?? 0, this.#starts[input + 1] ?? 0);
  }

  /** The newest run with run time ≤ the given time; of equal times the later line (TU7). */
  newestUpTo(input: number, atMs: number): number | null {
    const first = this.#starts[input] ?? 0;
    let from = first;
    let to = this.#starts[input + 1] ?? 0;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#atMs[this.#order[middle] ?? 0] ?? 0) <= atMs) from = middle + 1;
      else to = middle;
    }
    return from > first ? (this.#order[from - 1] ?? null) : null;
  }

  /** Puts each run behind those of its input in log order; gives the inputs whose times run back somewhere. */
  #fill(inputOf: Int32Array, isReplay: Int8Array): ReadonlySet<number> {
    const next = this.#starts.slice();
    const inverted = new Set<number>();
    for (let run = 0; run < inputOf.length; run += 1) {
      if (isReplay[run] !== 0) continue;
      const input = inputOf[run] ?? 0;
      const at = next[input] ?? 0;
      const before = at > (this.#starts[input] ?? 0) ? (this.#order[at - 1] ?? run) : run;
      if ((this.#atMs[before] ?? 0) > (this.#atMs[run] ?? 0)) inverted.add(input);
      this.#order[at] = run;
      next[input] = at + 1;
    }
    return inverted;
  }

  /** By time, of equal times by line. */
  #between(left: number, right: number): number {
    return (this.#atMs[left] ?? 0) - (this.#atMs[right] ?? 0) || left - right;
  }
}

/** Where the runs of each input begin in a list of all that are no replays, and where the last ones end. */
function startsOf(input: Int32Array, isReplay: Int8Array, inputs: number): Uint32Array {
  const starts = new Uint32Array(inputs + 1);
  for (let run = 0; run < input.length; run += 1) {
    const after = (input[run] ?? 0) + 1;
    if (isReplay[run] === 0) starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let before = 0; before < inputs; before += 1) {
    starts[before + 1] = (starts[before + 1] ?? 0) + (starts[before] ?? 0);
  }
  return starts;
}
