import { formatMs } from "../../../units/quantities.ts";
import { selectTrialFigures } from "../../select.ts";
import type { TuneTrial } from "../../trial.ts";

/** The stored row a clause was read from; a clause without one does not exist (E2, H-53). */
export type EvidenceRow =
  | { kind: "trial"; localId: number }
  | { kind: "visit"; seq: number }
  | { kind: "candidate"; rank: number }
  | { kind: "baseline" }
  | { kind: "recommendation" };

export interface Clause {
  text: string;
  row: EvidenceRow;
}

/** Clauses that are read one after the other; each ends with its own punctuation. */
export interface ExplainedSentence {
  id: string;
  clauses: Clause[];
}

export const ofTrial = (trial: TuneTrial): EvidenceRow => ({ kind: "trial", localId: trial.localId });

/** A failed row in words: a missed gate by how much and what would have passed, anything else with its own reason. */
export function failureClauses(name: string, trial: TuneTrial, gateTtftMs: number): Clause[] {
  const { ttft } = selectTrialFigures(trial);
  const row = ofTrial(trial);
  if (ttft === null || ttft.value <= gateTtftMs)
    return [{ text: `${name} was ruled out: ${trial.notes ?? "not measured"}.`, row }];
  const missed = formatMs(Math.ceil(ttft.value - gateTtftMs));
  const needed = formatMs(Math.ceil(ttft.value));
  return [
    { text: `${name} missed the first-token gate by ${missed} (${ttft.label});`, row },
    { text: `it would pass at a gate of ${needed}.`, row },
  ];
}
