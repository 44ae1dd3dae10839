import type { CollectedLog } from "../reading/collector.ts";
import { type ConfirmationEvent, type ConfirmedRecipes, confirmationEvents } from "./confirmation-events.ts";
import { judgeConfirmation } from "./judge-confirmation.ts";

/** Whether the first confirmation of exactly these two recipes that ended in the log passed, at the size its records say it was planned with (TU40). */
export function isConfirmed(log: CollectedLog, of: ConfirmedRecipes): boolean {
  return decidingEnd(confirmationEvents(log, of)) === "passed";
}

type Verdict = Extract<ConfirmationEvent, { kind: "verdict" }>;

/**
 * How the confirmation that ended first ended; what comes after its end, revokes too, changes nothing (TU40).
 * A moved live recipe voids those that run and one that passed; a failure stands (TU41).
 */
export function decidingEnd(events: readonly ConfirmationEvent[]): "passed" | "failed" | null {
  const ofVerdict = new Map(
    events.flatMap((event) => (event.kind === "verdict" ? [[event.eventId, event.confirmation] as const] : [])),
  );
  const standing = new Map<string, Verdict[]>();
  const voided = new Set<string>();
  const revoked = new Set<string>();
  let hasPassed = false;
  for (const event of events) {
    if (event.kind === "moved") {
      for (const confirmation of standing.keys()) voided.add(confirmation);
      hasPassed = false;
      continue;
    }
    const confirmation = event.kind === "verdict" ? event.confirmation : ofVerdict.get(event.eventId);
    if (confirmation === undefined) continue;
    const given = standing.get(confirmation) ?? [];
    standing.set(confirmation, given);
    if (event.kind === "verdict") given.push(event);
    else revoked.add(event.eventId);
    if (hasPassed || voided.has(confirmation)) continue;
    const end = endOf(given, revoked);
    if (end === "failed") return "failed";
    hasPassed = end === "passed";
  }
  return hasPassed ? "passed" : null;
}

/** A confirmation whose verdicts so far, also those taken back, do not all say one planned size has no end. */
function endOf(given: readonly Verdict[], revoked: ReadonlySet<string>): "passed" | "failed" | null {
  const n = given[0]?.n ?? null;
  if (n === null || given.some((one) => one.n !== n)) return null;
  const verdicts = given.filter(({ eventId }) => !revoked.has(eventId)).map(({ verdict }) => verdict);
  const order = [...new Set(verdicts.map(({ input }) => input))];
  const { kind } = judgeConfirmation({ n, order, verdicts });
  return kind === "passed" || kind === "failed" ? kind : null;
}
