import { createGenerator } from "../../../core/autotune/strategy/generator.ts";
import type { ConfirmationVerdict } from "../../../core/tuning/confirmation/input-values.ts";
import { figuresOf, judgeConfirmation } from "../../../core/tuning/confirmation/judge-confirmation.ts";
import { type VoterLaws, verdictsOn } from "../raters/voter.ts";

export interface GateRow {
  name: string;
  n: 30 | 60;
  raters: number;
  laws: VoterLaws;
}

/** What one blind confirmation of made-up people ends with. */
export interface GateRun {
  isPassed: boolean;
  /** What "any gain wins" would have said of the whole n. */
  hasAnyGain: boolean;
  /** Verdicts given until the end. */
  verdicts: number;
}

const GATE_STREAM = 0x67617465;

/** One confirmation through the gate of TU40, answer by answer. */
export function runGate({ n, raters, laws }: GateRow, rngKey: number, index: number): GateRun {
  const generator = createGenerator([GATE_STREAM, rngKey, n, raters, index]);
  const order = Array.from({ length: n }, (_, input) => `${input}`);
  const given = order.map((input) => ({ input, values: verdictsOn(laws, raters, generator) }));
  const verdicts = given.flatMap(({ input, values }) =>
    values.map((value, rater): ConfirmationVerdict => ({ input, rater: `${rater}`, value })),
  );
  const state = judgeConfirmation({ n, order, verdicts });
  const sum = given.reduce((total, { values }) => total + values.reduce<number>((part, value) => part + value, 0), 0);
  const judged = state.kind === "failed" || state.kind === "passed" ? state.figures.judged : n;
  return { isPassed: state.kind === "passed", hasAnyGain: sum > 0, verdicts: judged * raters };
}

/** Whether `n` verdicts of one person would pass at their end; for sizes the gate does not offer. */
export function wouldPass(n: number, laws: VoterLaws, [rngKey, index]: readonly [number, number]): boolean {
  const generator = createGenerator([GATE_STREAM, rngKey, n, index]);
  const values = Array.from({ length: n }, () => verdictsOn(laws, 1, generator)[0] ?? 0);
  const { lower, signP } = figuresOf(values);
  return lower > 0 || signP <= 0.025;
}
