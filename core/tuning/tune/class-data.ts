import type { ArgumentSets } from "../evidence/argument-sets.ts";
import type { CompatibleEvidence } from "../evidence/compatible.ts";
import type { JoinedScore } from "../joining/joined-score.ts";
import type { CollectedLog } from "../reading/collector.ts";
import type { JoinedPair } from "../reading/join.ts";
import type { Step } from "../reading/record.ts";
import type { TuningRecipe } from "../recipe.ts";
import type { EvidenceRow } from "./outcome.ts";

/** One class on the way through a tune. */
export interface ClassData {
  readonly log: CollectedLog;
  readonly sets: ArgumentSets;
  readonly recipe: TuningRecipe;
  readonly evidence: CompatibleEvidence;
  readonly seed: number;
}

/** The arguments of steps as one flat map `<id>.<param>` (IM19). */
function flatArgs(steps: readonly Step[], ids: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    steps.flatMap((step, index) =>
      Object.entries(step.args).map(([param, value]) => [`${ids[index] ?? step.op}.${param}`, value]),
    ),
  );
}

function nameOf({ log }: ClassData, run: number): string {
  return log.runs.names.textOf(log.runs.name.at(run));
}

function raterOf({ log }: ClassData, rater: number): string {
  return log.scores.raters.textOf(rater);
}

export function scoreEvidence(data: ClassData, { run, rater, score }: JoinedScore): EvidenceRow {
  const args = flatArgs(data.sets.stepsOf(run), data.recipe.ids);
  return { args, rater: raterOf(data, rater), run: nameOf(data, run), score };
}

export function pairEvidence(data: ClassData, { left, right, rater, verdict }: JoinedPair): EvidenceRow {
  return { left: nameOf(data, left), rater: raterOf(data, rater), right: nameOf(data, right), verdict };
}
