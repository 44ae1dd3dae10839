import type { ConfirmationSize } from "../../imaging/record/parts.ts";
import { studentTQuantile } from "../../measuring/student-t.ts";
import { meanOf, sampleSd } from "../statistics/moments.ts";
import { signTest } from "../statistics/sign-test.ts";
import { type ConfirmationVerdict, type JudgedInput, judgeInputs } from "./input-values.ts";

/** The figures of a finished confirmation; values run from −1 to 1. */
export interface ConfirmationFigures {
  readonly judged: number;
  readonly better: number;
  readonly tied: number;
  readonly worse: number;
  readonly mean: number;
  /** d̄ − t₀.₉₇₅·s/√n and d̄ + t₀.₉₇₅·s/√n. */
  readonly lower: number;
  readonly upper: number;
  /** One-sided sign test on the inputs that are not tied. */
  readonly signP: number;
}

export type ConfirmationState =
  /** Before the end only progress is told, never a figure. */
  | { kind: "running"; judged: number; n: number; open: readonly string[] }
  /** Not-sure answers used up the fresh inputs. */
  | { kind: "needs_images"; judged: number; n: number; open: readonly string[]; missing: number }
  /** The inputs are those that the figures are of. */
  | { kind: "passed"; figures: ConfirmationFigures; inputs: readonly JudgedInput[] }
  | { kind: "failed"; isEarly: boolean; figures: ConfirmationFigures; inputs: readonly JudgedInput[] };

interface Confirmation {
  readonly n: ConfirmationSize;
  /** All fresh inputs in drawn order. */
  readonly order: readonly string[];
  /** In the order they were given, without revoked ones. */
  readonly verdicts: readonly ConfirmationVerdict[];
}

const CONFIDENCE = 0.975;
const SIGN_LEVEL = 0.025;
const EARLIEST_END = 10;

/** Where a blind confirmation stands: it passes only at its fixed n, and ends early only as a failure (TU40). */
export function judgeConfirmation({ n, order, verdicts }: Confirmation): ConfirmationState {
  for (let given = 1; given <= verdicts.length; given += 1) {
    const end = endAfter(judgeInputs(verdicts.slice(0, given), { order, n }).judged, n);
    if (end !== null) return end;
  }
  const { judged, open, missing } = judgeInputs(verdicts, { order, n });
  if (missing > 0) return { kind: "needs_images", judged: judged.length, n, open, missing };
  return { kind: "running", judged: judged.length, n, open };
}

function endAfter(inputs: readonly JudgedInput[], n: ConfirmationSize): ConfirmationState | null {
  if (inputs.length < EARLIEST_END) return null;
  const figures = figuresOf(inputs.map(({ value }) => value));
  if (inputs.length === n) {
    const isPassed = figures.lower > 0 || figures.signP <= SIGN_LEVEL;
    return isPassed ? { kind: "passed", figures, inputs } : { kind: "failed", isEarly: false, figures, inputs };
  }
  return figures.upper < 0 ? { kind: "failed", isEarly: true, figures, inputs } : null;
}

/** Mean, bounds and sign test of at least two input values (TU40). */
export function figuresOf(values: readonly number[]): ConfirmationFigures {
  const better = values.filter((value) => value > 0).length;
  const worse = values.filter((value) => value < 0).length;
  const mean = meanOf(values);
  const half = (studentTQuantile(CONFIDENCE, values.length - 1) * sampleSd(values)) / Math.sqrt(values.length);
  return {
    judged: values.length,
    better,
    tied: values.length - better - worse,
    worse,
    mean,
    lower: mean - half,
    upper: mean + half,
    signP: signTest(better, better + worse),
  };
}
