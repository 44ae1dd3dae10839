import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import type { RawReplicate } from "../../../../core/measuring/replicate.ts";
import { modelLabel } from "../../../../core/serving/model-id.ts";
import { formatTps } from "../../../../core/units/quantities.ts";
import { shortReason } from "../../../_tree/drawing/short-reason.ts";
import { shortCellName } from "../cell-name.ts";
import { trialSubject } from "../trial-subject.ts";

/** One stretch of a run, seconds after its start. */
export interface PhaseSpan {
  id: string;
  kind: "stage1" | "stage2" | "calibrate" | "quality" | "confirm" | "end";
  /** Spans of one lane stand on one line. */
  lane: string;
  phase: string;
  startS: number;
  endS: number;
  /** Seconds of measured volleys inside; null where nothing was measured. */
  measuredS: number | null;
  result: string;
  trialLocalId: number | null;
  visitSeq: number | null;
  subject: string | null;
}

export interface SpentInput {
  /** ISO times; null while unknown. */
  startedAt: string | null;
  endedAt: string | null;
  budgetS: number;
  trials: readonly TuneTrial[];
  visits: readonly TuneVisit[];
}

type Mark = Omit<PhaseSpan, "startS" | "endS"> & { at: string };

/** How long the measured volleys of a row took; a volley lasts from its first request to its last event. */
function measuredSeconds(replicates: readonly RawReplicate[]): number | null {
  const spans = replicates.flatMap(({ isWarmUp, requests }) => {
    if (isWarmUp) return [];
    return Math.max(0, ...requests.map(({ t0Us = 0, stampsUs }) => t0Us + (stampsUs.at(-1) ?? 0)));
  });
  return spans.length === 0 ? null : spans.reduce((sum, span) => sum + span, 0) / 1e6;
}

function trialMark(trial: TuneTrial): Mark {
  const name = trial.stage === 1 ? modelLabel(trial.model) : `cell ${shortCellName(trial)}`;
  const rate = trial.tpsMedian === null ? "" : `, ${formatTps(trial.tpsMedian)}`;
  return {
    id: `trial-${trial.localId}`,
    kind: trial.stage === 1 ? "stage1" : "stage2",
    lane: name,
    phase: trial.stage === 1 ? `does ${name} fit` : name,
    at: trial.at,
    measuredS: measuredSeconds(trial.replicates),
    result: trial.isFeasible ? `feasible${rate}` : shortReason(trial.notes),
    trialLocalId: trial.localId,
    visitSeq: null,
    subject: trialSubject(trial.localId),
  };
}

const VISIT_KIND = {
  calibration: "calibrate",
  search: "stage2",
  incumbent: "stage2",
  sentinel: "stage2",
  quality: "quality",
  confirmation: "confirm",
} as const satisfies Record<TuneVisit["kind"], PhaseSpan["kind"]>;

function visitLane(visit: TuneVisit): string {
  switch (visit.kind) {
    case "calibration":
      return "calibration";
    case "sentinel":
      return "sentinel";
    case "incumbent":
      return "applied recipe";
    case "quality":
      return "quality guard";
    case "confirmation":
      return `confirmation ${visit.arm ?? ""}`.trim();
    case "search":
      return `cell ${shortCellName(visit.knobs)}`;
  }
}

function visitMark(visit: TuneVisit, cellTrial: TuneTrial | undefined): Mark {
  const lane = visitLane(visit);
  const place =
    visit.kind === "confirmation"
      ? `, pair ${visit.pair ?? "–"}`
      : visit.rung === null || visit.block === null
        ? ""
        : `, rung ${visit.rung}, block ${visit.block}${visit.attempt > 1 ? `, attempt ${visit.attempt}` : ""}`;
  return {
    id: `visit-${visit.seq}`,
    kind: VISIT_KIND[visit.kind],
    lane,
    phase: `${lane}${place}`,
    at: visit.at,
    measuredS: measuredSeconds(visit.replicates),
    result: visit.failure ?? (visit.invalidReason === null ? "measured" : `invalid: ${visit.invalidReason}`),
    trialLocalId: cellTrial?.localId ?? null,
    visitSeq: visit.seq,
    subject: cellTrial === undefined ? null : trialSubject(cellTrial.localId),
  };
}

function isSameCell(trial: TuneTrial, { knobs, model }: TuneVisit): boolean {
  const isKnobs =
    trial.kvBits === knobs.kvBits && trial.maxBatch === knobs.maxBatch && trial.maxContext === knobs.maxContext;
  return trial.stage === 2 && trial.model === model && isKnobs;
}

/** Each row's stretch: from where the one before ended to when it was stored; with visits, cells are their visits. */
export function phaseSpans({ startedAt, endedAt, trials, visits }: SpentInput): PhaseSpan[] {
  if (startedAt === null) return [];
  const rows = visits.length > 0 ? trials.filter((trial) => trial.stage === 1) : trials;
  const marks = [
    ...rows.map(trialMark),
    ...visits.map((visit) =>
      visitMark(visit, visit.kind === "search" ? trials.find((trial) => isSameCell(trial, visit)) : undefined),
    ),
  ].sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
  const zeroMs = Date.parse(startedAt);
  const secondsAt = (iso: string) => Math.max(0, (Date.parse(iso) - zeroMs) / 1000);
  const spans = marks.map(({ at, ...mark }, index): PhaseSpan => {
    const before = marks[index - 1];
    return { ...mark, startS: before === undefined ? 0 : secondsAt(before.at), endS: secondsAt(at) };
  });
  const last = spans.at(-1)?.endS ?? 0;
  if (endedAt === null || spans.length === 0) return spans;
  return [...spans, endSpan(last, Math.max(last, secondsAt(endedAt)))];
}

function endSpan(startS: number, endS: number): PhaseSpan {
  return {
    id: "end",
    kind: "end",
    lane: "write and restore",
    phase: "write the answer, restore the machine",
    startS,
    endS,
    measuredS: null,
    result: "done",
    trialLocalId: null,
    visitSeq: null,
    subject: null,
  };
}
