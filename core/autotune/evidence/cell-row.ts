import type { RawReplicate } from "../../measuring/replicate.ts";
import type { KnobSettings } from "../../serving/knobs.ts";
import { aggregateTrial, type TrialAggregate } from "../aggregate.ts";
import { areSameKnobs } from "../strategy/search/setup.ts";
import type { TuneVisit } from "./tune-visit.ts";
import { type VisitRule, visitOutcome } from "./visit-outcome.ts";

/** A cell's row in a run of `blocked-halving`, recomputable from its visits (B126, TM11). */
export interface CellRow extends TrialAggregate {
  replicatesN: number;
  measuredPromptTokens: number | null;
  peakMemoryBytes: number | null;
  effective: TuneVisit["effective"];
  requested: KnobSettings;
}

/** The visits made for a cell in the blocks of a search, whichever role it had; a sentinel that never got there has its calibration. */
export function visitsOfCell(visits: readonly TuneVisit[], knobs: KnobSettings, model: string): TuneVisit[] {
  const own = visits.filter((visit) => visit.model === model && areSameKnobs(visit.knobs, knobs));
  const inBlocks = own.filter(({ kind }) => kind === "search" || kind === "incumbent" || kind === "sentinel");
  return inBlocks.length > 0 ? inBlocks : own.filter(({ kind }) => kind === "calibration");
}

/** Visits of a block that was measured again stay stored but make no figure (step 5). */
function isSuperseded(visit: TuneVisit, among: readonly TuneVisit[]): boolean {
  return among.some(
    ({ rung, block, attempt }) => rung === visit.rung && block === visit.block && attempt > visit.attempt,
  );
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? null : Math.max(...known);
}

/** Why the cell is out: the server's failure as it is, a visit invalid twice as "not comparable" (M23); null while it is in. */
function reasonOf(visits: readonly TuneVisit[], rule: VisitRule, hasValue: boolean): string | null {
  const outcomes = visits.map((visit) => ({ visit, outcome: visitOutcome(visit, rule) }));
  for (const { outcome } of outcomes) if (outcome.kind === "infeasible") return outcome.reason;
  const invalid = outcomes.flatMap(({ visit, outcome }) => (outcome.kind === "invalid" ? [{ visit, outcome }] : []));
  const last = invalid.find(({ visit }, at) =>
    invalid
      .slice(0, at)
      .some(
        ({ visit: first }) =>
          first.rung === visit.rung && first.block === visit.block && first.attempt === visit.attempt,
      ),
  );
  const lone = hasValue ? undefined : invalid.at(-1);
  const standing = last ?? lone;
  return standing === undefined ? null : `not comparable: ${standing.outcome.reason}`;
}

const countedOf = (visits: readonly TuneVisit[], rule: VisitRule): TuneVisit[] =>
  visits.filter((visit) => !isSuperseded(visit, visits) && visitOutcome(visit, rule).kind === "ok");

/** The first warm-up and the volleys that make a cell's figures, as one set numbered through. */
export function countedReplicates(visits: readonly TuneVisit[], rule: VisitRule): RawReplicate[] {
  const warmUps = visits.flatMap(({ replicates }) => replicates).filter(({ isWarmUp }) => isWarmUp);
  const volleys = countedOf(visits, rule).flatMap(({ replicates }) => replicates.filter(({ isWarmUp }) => !isWarmUp));
  return [...warmUps.slice(0, 1), ...volleys].map((replicate, index) => ({ ...replicate, index }));
}

/** The columns of a cell's row from its visits: the valid ones' volleys as one set, nothing when it is out (B59, B60, M23). */
export function cellRow(visits: readonly TuneVisit[], rule: VisitRule): CellRow | null {
  const [first] = visits;
  if (first === undefined) return null;
  const counted = countedOf(visits, rule);
  const reason = reasonOf(visits, rule, counted.length > 0);
  const { method, gateTtftMs } = rule;
  const set = aggregateTrial({
    stage: 2,
    replicates: countedReplicates(visits, rule),
    gateTtftMs,
    method,
    effective: first.effective,
  });
  const failures = visits
    .filter((visit) => visitOutcome(visit, rule).kind === "infeasible")
    .map(({ replicates }) => aggregateTrial({ stage: 2, replicates, gateTtftMs, method }).errorCount);
  const prompts = visits.flatMap(({ replicates }) => replicates.flatMap(({ requests }) => requests));
  const isOut = reason !== null;
  return {
    ...set,
    tpsMedian: isOut ? null : set.tpsMedian,
    ttftP95Ms: isOut ? null : set.ttftP95Ms,
    isFeasible: !isOut && set.isFeasible,
    errorCount: failures.reduce((sum, count) => sum + count, 0),
    notes: reason ?? set.notes,
    flags: [...new Set([...set.flags, ...counted.flatMap(({ flags }) => flags)])].sort(),
    replicatesN: counted.length,
    measuredPromptTokens: largest(prompts.map(({ nPrompt }) => nPrompt)),
    peakMemoryBytes: largest(visits.map(({ peakMemoryBytes }) => peakMemoryBytes)),
    effective: visits.findLast(({ effective }) => effective !== null)?.effective ?? null,
    requested: first.requested,
  };
}
