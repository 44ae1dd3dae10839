import { errorReasons } from "../../measuring/error-reasons.ts";
import type { RawReplicate, TpsMethod } from "../../measuring/replicate.ts";
import { measureVolley, volleyMethod } from "../../measuring/volley.ts";
import { aggregateTrial } from "../aggregate.ts";
import type { Measured } from "../strategy/measured.ts";
import type { SearchOutcome, VisitOutcome } from "../strategy/search/search-state.ts";
import type { TuneTrial } from "../trial.ts";
import type { TuneVisit } from "./tune-visit.ts";

/** What turns raw volleys into values, the same for every visit of a run. */
export interface VisitRule {
  /** The run's method once its first measured replicate fixed it, else null (B112). */
  method: TpsMethod | null;
  gateTtftMs: number;
  /** This machine lags all the time, so lagging is flagged but spoils no visit beside another. */
  isLagUsual?: boolean;
}

/**
 * Whether lag is this machine's own state rather than a disturbance of single visits: more than half of the calibration's
 * volleys lagged, or without a calibration more than half of the cells' rows. All cells bear it alike, and step 8 says when it
 * makes values too noisy; without this rule a small busy machine could compare nothing at all.
 */
export function isLagUsual(
  visits: readonly TuneVisit[],
  trials: readonly Pick<TuneTrial, "stage" | "flags">[],
): boolean {
  const calibration = visits.findLast(({ kind }) => kind === "calibration");
  if (calibration !== undefined) return lagsMostly(measuredOf(calibration));
  return lagsMostly(trials.filter(({ stage }) => stage === 2));
}

const lagsMostly = (rows: readonly { flags: readonly string[] }[]): boolean =>
  2 * rows.filter(({ flags }) => flags.includes("lagging")).length > rows.length;

export const SLEPT = "slept";

/** M23: what the client or the machine did to a visit; anything but a suspension only spoils its values. */
const DISTURBING_FLAGS = ["power_changed", "prefix_cached", "lagging"] as const;

/** What a visit's record is made of before anyone judged it. */
export type VisitEvidence = Pick<TuneVisit, "replicates" | "effective" | "flags" | "invalidReason" | "failure">;

const measuredOf = ({ replicates }: Pick<VisitEvidence, "replicates">): RawReplicate[] =>
  replicates.filter(({ isWarmUp }) => !isWarmUp);

/** The flags its measured volleys and its machine left; a warm-up's are read by nothing (M13). */
function flagsOf(visit: VisitEvidence, aggregated: readonly string[]): Set<string> {
  const own = measuredOf(visit).flatMap(({ flags }) => flags);
  return new Set([...visit.flags, ...own, ...aggregated.filter((flag) => flag === "prefix_cached")]);
}

/**
 * M20, M23: what one visit amounts to, from its raw record alone and so alike on agent and server. A suspension comes first
 * because it may cause any error, then the server's own failures, then what merely disturbed the values.
 */
export function visitOutcome(visit: VisitEvidence, rule: VisitRule): VisitOutcome {
  if (visit.invalidReason === SLEPT || visit.flags.includes(SLEPT)) return { kind: "invalid", reason: SLEPT };
  if (visit.failure !== null) return { kind: "infeasible", reason: visit.failure };
  const { replicates, effective } = visit;
  const open = aggregateTrial({ stage: 2, replicates, gateTtftMs: Infinity, method: rule.method, effective });
  if (open.notes !== null && open.notes !== errorReasons.prefixCached)
    return { kind: "infeasible", reason: open.notes };
  const flags = flagsOf(visit, open.flags);
  if (rule.isLagUsual === true) flags.delete("lagging");
  const disturbed = visit.invalidReason ?? DISTURBING_FLAGS.find((flag) => flags.has(flag));
  if (disturbed !== undefined) return { kind: "invalid", reason: disturbed };
  if (open.tpsMedian === null || open.ttftP95Ms === null)
    return { kind: "infeasible", reason: errorReasons.notMeasured };
  if (open.ttftP95Ms > rule.gateTtftMs) {
    return { kind: "infeasible", reason: errorReasons.gate(open.ttftP95Ms, rule.gateTtftMs) };
  }
  return { kind: "ok", tps: open.tpsMedian, ttftMs: open.ttftP95Ms };
}

/** The values of one start's measured volleys, those that failed left out. */
export function volleysOf(replicates: readonly RawReplicate[], method: TpsMethod | null): Measured[] {
  return replicates.flatMap(({ isWarmUp, requests }) => {
    if (isWarmUp) return [];
    const volley = measureVolley(requests, method ?? volleyMethod(requests));
    return volley.kind === "ok" ? [{ tps: volley.tps, ttftMs: volley.ttftMs }] : [];
  });
}

/** Section 10 step 1: many volleys in one start. One lagging among them is outvoted by the medians, so it spoils nothing here. */
export function calibrationOutcome(visit: VisitEvidence, rule: VisitRule): SearchOutcome {
  const flags = visit.flags.filter((flag) => flag !== "lagging");
  const replicates = visit.replicates.map((replicate) => ({
    ...replicate,
    flags: replicate.flags.filter((flag) => flag !== "lagging"),
  }));
  const outcome = visitOutcome({ ...visit, flags, replicates }, { ...rule, gateTtftMs: Infinity });
  if (outcome.kind !== "ok") return outcome;
  return { kind: "calibrated", volleys: volleysOf(visit.replicates, rule.method) };
}
