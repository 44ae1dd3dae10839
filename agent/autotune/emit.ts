import type { RecommendationDocument } from "../../core/autotune/recommendation-document.ts";
import { noFeasibleCell } from "../../core/autotune/report/failures.ts";
import { type InfeasibleReport, infeasibleReport, sizeOrderOf } from "../../core/autotune/report/infeasible-report.ts";
import { terminalBlock } from "../../core/autotune/report/terminal-block.ts";
import type { TuneTrial } from "../../core/autotune/trial.ts";
import type { TunePlan } from "../../core/autotune/tune-plan.ts";
import type { RunEnd } from "./decide-end.ts";

/** Where a run speaks: data on stdout, messages on stderr. */
export interface TuneIo {
  out(line: string): void;
  err(line: string): void;
}

export interface Emission {
  readonly io: TuneIo;
  readonly document: RecommendationDocument;
  readonly end: RunEnd;
  readonly plan: TunePlan;
  readonly trials: readonly TuneTrial[];
  readonly winner: TuneTrial | null;
  readonly wantsJson: boolean;
}

/** Why nothing is feasible, when that is how the run ended (B55, B65). */
export function noFeasibleReport(plan: TunePlan, trials: readonly TuneTrial[]): InfeasibleReport {
  const cells = noFeasibleCell(trials);
  if (cells !== null) return { lines: [`autotune: no feasible cell: ${cells}`], error: cells };
  const ids = plan.candidates.map(({ id }) => id);
  const failures = trials.flatMap(({ stage, model, notes }) => (stage === 1 ? [{ model, reason: notes ?? "" }] : []));
  return infeasibleReport({ targetContext: plan.targetContext, failures, candidatesBySize: sizeOrderOf(ids) });
}

/** Prints the end of a run: messages on stderr, block and document line on stdout (B55, B67, B71). */
export function emit({ io, document, end, plan, trials, winner, wantsJson }: Emission): void {
  if (end.message !== null) io.err(`autotune: ${end.message}`);
  if (end.exitReason === "no_feasible") for (const line of noFeasibleReport(plan, trials).lines) io.err(line);
  const block = terminalBlock(document, { exitReason: end.exitReason, tpsMethod: winner?.tpsMethod ?? null });
  for (const line of block) io.out(line);
  if (wantsJson) io.out(JSON.stringify(document));
}
