import type { Condition, Rule } from "./rules.ts";
import type { SignalName, Signals } from "./signals.ts";
import { type Thresholds, thresholdOf } from "./thresholds.ts";

/** One condition with the numbers it was judged by (IM10); flags have no threshold. */
export interface Reason {
  readonly signal: SignalName;
  readonly value: number | boolean;
  readonly relation: "at-least" | "at-most" | "is" | "is-not";
  readonly threshold: number | null;
  /** 0…1; the condition holds at 0.5. */
  readonly gate: number;
}

export interface Score {
  readonly rule: Rule;
  /** The smallest gate, of alternatives the larger one; 0…1 (IM5). */
  readonly s: number;
  readonly reasons: readonly Reason[];
}

export interface Judged {
  readonly signals: Signals;
  readonly thresholds: Thresholds;
}

const STEEPNESS = 16;

/** IM5: 0.5 at the threshold, rising with the distance as a share of it. */
function softGate(value: number, threshold: number): number {
  return 1 / (1 + Math.exp((-STEEPNESS * (value - threshold)) / threshold));
}

/** How well one condition holds. */
export function gateOf(condition: Condition, { signals, thresholds }: Judged): Reason {
  if (!("key" in condition)) {
    const value = signals[condition.signal];
    const holds = value === (condition.kind === "is");
    return { signal: condition.signal, value, relation: condition.kind, threshold: null, gate: holds ? 1 : 0 };
  }
  const { kind, signal, isHard } = condition;
  const [value, threshold] = [signals[signal], thresholdOf(thresholds, condition.key)];
  const soft = kind === "at-least" ? softGate(value, threshold) : 1 - softGate(value, threshold);
  const hard = (kind === "at-least" ? value >= threshold : value <= threshold) ? 1 : 0;
  return { signal, value, relation: kind, threshold, gate: isHard ? hard : soft };
}

const least = (reasons: readonly Reason[]) => Math.min(1, ...reasons.map(({ gate }) => gate));

/** How well a rule fits, with the conditions that say so; of alternatives those of the better one. */
export function scoreRule(rule: Rule, judged: Judged): Score {
  const all = rule.all.map((condition) => gateOf(condition, judged));
  const groups = rule.either.map((group) => group.map((condition) => gateOf(condition, judged)));
  const best = groups.toSorted((left, right) => least(right) - least(left))[0] ?? [];
  const reasons = [...all, ...best];
  return { rule, s: least(reasons), reasons };
}
