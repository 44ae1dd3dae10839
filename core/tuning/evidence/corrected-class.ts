import { byTime } from "../joining/joined-score.ts";
import type { CollectedLog } from "../reading/collector.ts";

/** The class a person last gave each corrected input; a correction that its own rater took back does not count (IM12, IM33). */
export function correctedClasses(log: CollectedLog): ReadonlyMap<number, string> {
  const classes = new Map<number, string>();
  for (const correction of [...log.corrections].sort(byTime)) {
    if (log.revokes.takesBack(correction.eventId, correction.by)) continue;
    const input = log.runs.inputs.find(correction.input);
    if (input !== null) classes.set(input, correction.classNow);
  }
  return classes;
}
