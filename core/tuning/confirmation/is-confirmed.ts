import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import type { ConfirmationSize } from "../../imaging/record/parts.ts";
import { ArgumentSets } from "../evidence/argument-sets.ts";
import type { CollectedLog } from "../reading/collector.ts";
import { byTime } from "../reading/join.ts";
import { type ConfirmationVerdict, confirmationValue } from "./input-values.ts";
import { judgeConfirmation } from "./judge-confirmation.ts";

interface LoggedConfirmation {
  /** As its first record says; null where that or a later one says otherwise or nothing. */
  n: ConfirmationSize | null;
  verdicts: ConfirmationVerdict[];
}

/** Whether the first confirmation of exactly these two recipes that ended in the log passed, at the size its records say it was planned with (TU40). */
export function isConfirmed(log: CollectedLog, shas: { base: string; proposal: string }): boolean {
  const states = [...confirmationsOf(log, shas).values()].flatMap(({ n, verdicts }) =>
    n === null ? [] : [judgeConfirmation({ n, order: [...new Set(verdicts.map(({ input }) => input))], verdicts })],
  );
  return states.find(({ kind }) => kind === "passed" || kind === "failed")?.kind === "passed";
}

/** The blind verdicts on runs of the two recipes by confirmation, in the order they were given. */
function confirmationsOf(log: CollectedLog, shas: { base: string; proposal: string }): Map<string, LoggedConfirmation> {
  const sets = new ArgumentSets(log.runs, recipeSha);
  const shaOf = (name: string) => {
    const number = log.runs.names.find(name);
    const run = number === null ? null : log.runs.withName(number);
    return run === null ? null : { run, sha: sets.of(run).sha };
  };
  const found = new Map<string, LoggedConfirmation>();
  for (const pair of [...log.pairs].sort(byTime)) {
    const { confirmationId, confirmationSize, shownLeft, verdict, rater } = pair;
    if (confirmationId === null || shownLeft === "none" || pair.isWarmup || log.revoked.has(pair.eventId)) continue;
    const left = shaOf(pair.left);
    const right = shaOf(pair.right);
    if (left === null || right === null) continue;
    const [live, candidate] = shownLeft === "live" ? [left.sha, right.sha] : [right.sha, left.sha];
    if (live !== shas.base || candidate !== shas.proposal) continue;
    const known = found.get(confirmationId) ?? { n: confirmationSize, verdicts: [] };
    found.set(confirmationId, known);
    if (known.n !== confirmationSize) known.n = null;
    const input = log.runs.inputs.textOf(log.runs.input.at(left.run));
    known.verdicts.push({ input, rater, value: confirmationValue(verdict, shownLeft) });
  }
  return found;
}
