import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import type { ConfirmationSize } from "../../imaging/record/parts.ts";
import { ArgumentSets } from "../evidence/argument-sets.ts";
import { byTime } from "../joining/joined-score.ts";
import type { CollectedLog } from "../reading/collector.ts";
import type { LoggedPair } from "../reading/tables.ts";
import { type ConfirmationVerdict, confirmationValue } from "./input-values.ts";

/** What a confirmation is of: two recipes of one class. */
export interface ConfirmedRecipes {
  readonly class: string;
  readonly base: string;
  readonly proposal: string;
}

/** What happened to the confirmations of two recipes, in (time, line) order. */
export type ConfirmationEvent =
  | {
      readonly kind: "verdict";
      readonly eventId: string;
      readonly confirmation: string;
      /** The size its record says it was planned with. */
      readonly n: ConfirmationSize | null;
      readonly verdict: ConfirmationVerdict;
    }
  | { readonly kind: "revoke"; readonly eventId: string }
  /** The base was live no longer, by another recipe than the proposal's, or the proposal was live no longer: it was rolled back (TU41). */
  | { readonly kind: "moved" };

/** The blind verdicts of a log on runs of the two recipes, what takes one back, and what voids them (TU40, TU41). */
export function confirmationEvents(log: CollectedLog, of: ConfirmedRecipes): ConfirmationEvent[] {
  const verdictOf = verdictReader(log, of);
  const events = log.pairs.flatMap((pair) => {
    const verdict = verdictOf(pair);
    const { confirmationId, confirmationSize: n, eventId, atMs, line } = pair;
    if (verdict === null || confirmationId === null) return [];
    const said = { kind: "verdict" as const, eventId, confirmation: confirmationId, n, verdict };
    const revokes = log.revokes.of(eventId, pair.rater).map((at) => ({ at, event: revoke(eventId) }));
    return [{ at: { atMs, line }, event: said }, ...revokes];
  });
  const moves = log.promotions.filter(({ class: name, baseSha, recipeSha: next }) => {
    return name === of.class && (baseSha === of.proposal || (baseSha === of.base && next !== of.proposal));
  });
  const all = [...events, ...moves.map((at) => ({ at, event: { kind: "moved" as const } }))];
  return all.sort((left, right) => byTime(left.at, right.at)).map(({ event }) => event);
}

const revoke = (eventId: string) => ({ kind: "revoke" as const, eventId });

/** Null for what is no blind judgement of these two recipes on one picture of the class. */
function verdictReader(log: CollectedLog, of: ConfirmedRecipes): (pair: LoggedPair) => ConfirmationVerdict | null {
  const { runs } = log;
  const sets = new ArgumentSets(runs, recipeSha);
  const runOf = (name: string): number | null => {
    const number = runs.names.find(name);
    return number === null ? null : runs.withName(number);
  };
  const isOfClass = (run: number) => runs.classes.textOf(runs.class.at(run)) === of.class;
  return ({ left: leftName, right: rightName, shownLeft, isWarmup, verdict, rater }) => {
    const [left, right] = [runOf(leftName), runOf(rightName)];
    if (shownLeft === "none" || isWarmup || left === null || right === null) return null;
    if (!isOfClass(left) || !isOfClass(right) || runs.input.at(left) !== runs.input.at(right)) return null;
    const [live, candidate] = shownLeft === "live" ? [left, right] : [right, left];
    const isOfThese = [[live, of.base] as const, [candidate, of.proposal] as const].every(
      ([run, sha]) => sets.of(run).sha === sha && !sets.of(run).isMismatch,
    );
    if (!isOfThese || runs.side.at(left) !== runs.side.at(right)) return null;
    return { input: runs.inputs.textOf(runs.input.at(left)), rater, value: confirmationValue(verdict, shownLeft) };
  };
}
