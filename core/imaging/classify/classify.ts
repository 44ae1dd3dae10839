import type { BuiltInLabel } from "../classes.ts";
import { explain } from "./explain.ts";
import { type Judged, type Reason, type Score, scoreRule } from "./gates.ts";
import { guardOf } from "./guards.ts";
import { RULES } from "./rules.ts";
import type { Signals } from "./signals.ts";

interface RunnerUp {
  readonly label: BuiltInLabel;
  readonly rule: string;
  readonly reach: number;
  /** The condition that kept it out; one of the deciding rule when that one only came first, null after a guard. */
  readonly keptOutBy: Reason | null;
}

/** IM10: the class with the numbers that led to it. */
export interface Classification {
  readonly label: BuiltInLabel;
  /** A margin over the next class, 0…1; no probability (IM6). */
  readonly confidence: number;
  readonly traits: readonly string[];
  readonly rule: string;
  readonly reasons: readonly Reason[];
  readonly runnerUp: RunnerUp | null;
  readonly sentence: string;
}

const HOLDS = 0.5;
const TRANSPARENT = 0.05;

type Reached = Score & { readonly reach: number };

/** IM5, IM6, IM9: guards first, then the first rule that holds; its margin is the reach over the best other class. */
export function classify(judged: Judged, facts: { readonly isWideGamut: boolean }): Classification {
  const { signals } = judged;
  const common = commonTraits(signals, facts.isWideGamut);
  const guard = guardOf(signals);
  if (guard !== null) {
    const answer = {
      label: "unknown" as const,
      confidence: 1,
      rule: guard.key,
      reasons: guard.reasons,
      runnerUp: null,
    };
    return { ...answer, traits: [guard.key, ...common], sentence: explain(answer) };
  }
  const scores = reached(judged);
  const decider = scores.find(({ s }) => s >= HOLDS) ?? scores[scores.length - 1];
  if (decider === undefined) throw new Error("there are no rules");
  const { label, trait, key } = decider.rule;
  const own = best(scores.filter(({ rule }) => rule.label === label)) ?? decider;
  const other = best(scores.filter(({ rule }) => rule.label !== label));
  const answer = {
    label,
    confidence: Math.max(0, own.reach - (other?.reach ?? 0)),
    rule: key,
    reasons: decider.reasons,
    runnerUp: other === undefined ? null : runnerUpOf(other, decider),
  };
  return { ...answer, traits: [...(trait === null ? [] : [trait]), ...common], sentence: explain(answer) };
}

/** Every rule with its score and with what the rules before it left for it. */
function reached(judged: Judged): readonly Reached[] {
  let taken = 0;
  return RULES.map((rule) => {
    const score = scoreRule(rule, judged);
    const reach = Math.min(score.s, 1 - taken);
    taken = Math.max(taken, score.s);
    return { ...score, reach };
  });
}

function best(scores: readonly Reached[]): Reached | undefined {
  return scores.reduce<Reached | undefined>(
    (top, next) => (top === undefined || next.reach > top.reach ? next : top),
    undefined,
  );
}

const weakest = (reasons: readonly Reason[]): Reason | null =>
  reasons.reduce<Reason | null>((low, next) => (low === null || next.gate < low.gate ? next : low), null);

function runnerUpOf({ rule, reach, s, reasons }: Reached, decider: Reached): RunnerUp {
  const keptOutBy = weakest(s < HOLDS ? reasons : decider.reasons);
  return { label: rule.label, rule: rule.key, reach, keptOutBy };
}

/** IM2: traits that may accompany any class. */
function commonTraits(signals: Signals, isWideGamut: boolean): readonly string[] {
  return [...(signals.alpha >= TRANSPARENT ? ["transparent"] : []), ...(isWideGamut ? ["wide-gamut"] : [])];
}
