import type { RouterInputs, RouterOutputs } from "../../../_trpc/procedures.ts";

export type Item = RouterOutputs["ratings"]["next"]["items"][number];
export type Outcome = RouterOutputs["ratings"]["rate"];
export type GivenAnswer = RouterInputs["ratings"]["rate"]["answer"];

/** A picture or pair of the sitting, and what was answered to it. */
export interface Entry {
  item: Item;
  answer: GivenAnswer | null;
  /** What the console said to the answer; null until it is stored. */
  outcome: Outcome | null;
}

export const freshEntry = (item: Item): Entry => ({ item, answer: null, outcome: null });

/** The bench after an answer was taken back (IM58): its picture stands where it stood, or before the active one where the bench never held it, and is the active one. */
export function withUndone(
  { entries, at }: { entries: readonly Entry[]; at: number },
  { eventId, item }: { eventId: string; item: Item },
): { entries: Entry[]; at: number } {
  const held = entries.findIndex(({ outcome }) => outcome?.eventId === eventId);
  const place = held === -1 ? Math.min(at, entries.length) : held;
  const rest = entries.slice(held === -1 ? place : place + 1);
  return { entries: [...entries.slice(0, place), freshEntry(item), ...rest], at: place };
}

/** What stands on the stage and must be seen before it is judged; the previous recipe's result need not be. */
export function tokensToSee({ item: { tokens } }: Entry): string[] {
  return [tokens.before, tokens.output, tokens.left, tokens.right].flatMap((token) => token ?? []);
}

/** Whether pictures may have come since the console said that none wait: more wait than the bench holds without a stored answer (TU40). */
export function isMoreWaiting(entries: readonly Entry[], waiting: number): boolean {
  return waiting > entries.filter(({ outcome }) => outcome === null).length;
}
