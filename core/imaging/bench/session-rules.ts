import { mulberry32 } from "../../tuning/sampling/mulberry32.ts";

/** IM64: answers that only warm a rater up. */
const WARM_UP_ANSWERS = 5;
const REPEAT_SHARE = 0.06;
/** Of the pairs that are shown and of those that are made (IM64). */
export const GOLD_SHARE = 0.02;
const STOP_AFTER_MS = 20 * 60_000;
const FEW_VALUES = 2;
const ENOUGH_RATINGS = 20;

export type BenchMode = "scores" | "pairs";
export type PickKind = "fresh" | "repeat" | "gold";

/** Whether the next picture is a fresh one, a hidden repeat (6 %) or, among pairs, a gold pair (2 %); `draw` is in [0, 1) (IM64). */
export function decidePick({ draw, answers, mode }: { draw: number; answers: number; mode: BenchMode }): PickKind {
  if (answers < WARM_UP_ANSWERS) return "fresh";
  if (draw < REPEAT_SHARE) return "repeat";
  return mode === "pairs" && draw < REPEAT_SHARE + GOLD_SHARE ? "gold" : "fresh";
}

/** Whether an answer after `answers` others of the session still warms up (IM64). */
export function isWarmUp(answers: number): boolean {
  return answers < WARM_UP_ANSWERS;
}

/** Whether a sitting of this length is due for a rest (IM64). */
export function isTimeToStop(startedAtMs: number, nowMs: number): boolean {
  return nowMs - startedAtMs >= STOP_AFTER_MS;
}

/** The standing scores of one class, whoever gave them: how many, and how many distinct ones. */
export interface ScoreUse {
  readonly ratings: number;
  readonly values: number;
}

/** IM65: at most two distinct values over 20 ratings say little, such classes are better compared in pairs; a choice of several classes only where all that are rated are such. */
export function suggestedMode(classes: readonly ScoreUse[]): BenchMode {
  const isCoarse = ({ ratings, values }: ScoreUse) => ratings >= ENOUGH_RATINGS && values <= FEW_VALUES;
  return classes.length > 0 && classes.every(isCoarse) ? "pairs" : "scores";
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Whether the first of the two runs stands left: drawn from rater and pair, so it is the same after a reload (IM60). */
export function isFirstLeft(raterId: string, pairId: string): boolean {
  const seed = [...`${raterId}\n${pairId}`].reduce(
    (hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), FNV_PRIME) >>> 0,
    FNV_OFFSET,
  );
  return mulberry32(seed)() < 0.5;
}
