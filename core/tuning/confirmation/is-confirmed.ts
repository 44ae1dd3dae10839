import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import { ArgumentSets } from "../evidence/argument-sets.ts";
import type { CollectedLog } from "../reading/collector.ts";
import { byTime } from "../reading/join.ts";
import { confirmationValue } from "./input-values.ts";
import { judgeConfirmation } from "./judge-confirmation.ts";

const SIZES = [60, 30] as const;

/** Whether the log holds a passed blind confirmation of exactly these two recipes (TU40). */
export function isConfirmed(log: CollectedLog, shas: { base: string; proposal: string }): boolean {
  const sets = new ArgumentSets(log.runs, recipeSha);
  const shaOf = (name: string) => {
    const number = log.runs.names.find(name);
    const run = number === null ? null : log.runs.withName(number);
    return run === null ? null : { run, sha: sets.of(run).sha };
  };
  const byConfirmation = new Map<string, Parameters<typeof judgeConfirmation>[0]["verdicts"][number][]>();
  for (const pair of [...log.pairs].sort(byTime)) {
    const { confirmationId, shownLeft, verdict, rater } = pair;
    if (confirmationId === null || shownLeft === "none" || pair.isWarmup || log.revoked.has(pair.eventId)) continue;
    const left = shaOf(pair.left);
    const right = shaOf(pair.right);
    if (left === null || right === null) continue;
    const [live, candidate] = shownLeft === "live" ? [left.sha, right.sha] : [right.sha, left.sha];
    if (live !== shas.base || candidate !== shas.proposal) continue;
    const known = byConfirmation.get(confirmationId) ?? [];
    byConfirmation.set(confirmationId, known);
    const input = log.runs.inputs.textOf(log.runs.input.at(left.run));
    known.push({ input, rater, value: confirmationValue(verdict, shownLeft) });
  }
  return [...byConfirmation.values()].some((verdicts) => {
    const order = [...new Set(verdicts.map(({ input }) => input))];
    const n = SIZES.find((size) => order.length >= size);
    return n !== undefined && judgeConfirmation({ n, order, verdicts }).kind === "passed";
  });
}
