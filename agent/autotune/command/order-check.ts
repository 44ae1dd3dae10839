import type { TunePlan } from "../../../core/autotune/tune-plan.ts";
import { SIGNAL_CODES } from "../../commands/command-error.ts";

/** One tune run of the check, of its own id and rows. */
export interface OrderRun {
  readonly exitCode: number;
  /** What it recommends; null without a recommendation. */
  readonly chosen: { readonly model: string; readonly knobs: string } | null;
}

export interface OrderCheck {
  readonly plan: TunePlan;
  readonly pairs: number;
  run(plan: TunePlan): Promise<OrderRun>;
  /** The idle time between pairs; false when it was interrupted. */
  idle(): Promise<boolean>;
  say(line: string): void;
}

const INTERRUPTED = SIGNAL_CODES.SIGINT;
const FORWARD = ["grid", "grid-reverse"] as const;
const BACKWARD = ["grid-reverse", "grid"] as const;

/**
 * M28, OQ-E: one run finds the model, then pairs of runs with it alone in the list, forward and reverse in the order ABBA.
 * Returns 0 when every run ended `ok`, 130 as soon as one was interrupted, else 1.
 */
export async function checkOrder(check: OrderCheck): Promise<number> {
  const first = await check.run(check.plan);
  if (first.exitCode !== 0 || first.chosen === null) return first.exitCode;
  const { model } = first.chosen;
  const known = check.plan.candidates.find(({ id }) => id === model) ?? { id: model, revision: null };
  const plan: TunePlan = { ...check.plan, candidates: [known], candidateSource: "operator" };
  let exitCode = 0;
  let mismatches = 0;
  for (let pair = 1; pair <= check.pairs; pair += 1) {
    if (pair > 1 && !(await check.idle())) return INTERRUPTED;
    const chosen: (string | null)[] = [];
    for (const strategy of pair % 2 === 1 ? FORWARD : BACKWARD) {
      const run = await check.run({ ...plan, strategy });
      if (run.exitCode === INTERRUPTED) return INTERRUPTED;
      if (run.exitCode !== 0) exitCode = 1;
      chosen.push(run.chosen?.knobs ?? null);
    }
    const isSame = chosen[0] === chosen[1];
    if (!isSame) mismatches += 1;
    check.say(`autotune: order check: pair ${pair} of ${check.pairs}: ${isSame ? "same winner" : "different winners"}`);
  }
  const advice = mismatches === 0 ? "" : "; use --strategy blocked-halving on this machine";
  check.say(`autotune: order check: ${mismatches} of ${check.pairs} pairs chose differently${advice}`);
  return exitCode;
}
