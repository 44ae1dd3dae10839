import type { Step } from "../reading/record.ts";
import { type RunTable, readSetText } from "../reading/tables.ts";

/** One argument set that runs of the log share. */
export interface ArgumentSet {
  /** Recomputed from the steps; a v1 sha is data only (IM38). */
  readonly sha: string;
  /** The operations in order with the output's format. */
  readonly shape: string;
  readonly format: string;
  /** A v2 run claims another sha than its steps have: kept, not tuned on. */
  readonly isMismatch: boolean;
}

export type RecipeSha = (steps: readonly Step[]) => string;

/** The argument sets of a log, each judged once however many runs share it. */
export class ArgumentSets {
  readonly #runs: RunTable;
  readonly #recipeSha: RecipeSha;
  readonly #known = new Map<number, ArgumentSet>();

  constructor(runs: RunTable, recipeSha: RecipeSha) {
    this.#runs = runs;
    this.#recipeSha = recipeSha;
  }

  of(run: number): ArgumentSet {
    const number = this.#runs.set.at(run);
    const known = this.#known.get(number);
    if (known !== undefined) return known;
    const { claimedSha, steps } = readSetText(this.#runs.sets.textOf(number));
    const sha = this.#recipeSha(steps);
    const isMismatch = claimedSha !== "" && claimedSha !== sha;
    const set = { sha, shape: shapeOf(steps), format: formatOf(steps), isMismatch };
    this.#known.set(number, set);
    return set;
  }

  stepsOf(run: number): readonly Step[] {
    return readSetText(this.#runs.sets.textOf(this.#runs.set.at(run))).steps;
  }
}

/** The operations of canonical steps, in order (TU8). */
export function shapeOf(steps: readonly Step[]): string {
  return steps.map((step) => step.op).join(" ");
}

/** The format of the output step, empty without one (TU8). */
export function formatOf(steps: readonly Step[]): string {
  const format = steps.findLast((step) => step.op === "output")?.args["format"];
  return typeof format === "string" ? format : "";
}
