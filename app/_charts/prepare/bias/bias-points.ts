import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import type { TuneTrial } from "../../../../core/autotune/trial.ts";
import { median } from "../../../../core/measuring/percentiles.ts";
import { cellName, shortCellName } from "../cell-name.ts";
import { sampledCells, visitSample } from "../cells/cell-samples.ts";

export interface HeatBiasInput {
  trials: readonly TuneTrial[];
  visits: readonly TuneVisit[];
}

/** One measured value in the order of the run, against what it should equal if neither heat nor order mattered. */
export interface BiasPoint {
  id: string;
  /** 1-based. */
  order: number;
  kind: "cell" | "sentinel" | "calibration" | "incumbent";
  name: string;
  tps: number | null;
  deviationPercent: number | null;
  /** What it is compared with: "its cell's median", "its calibration". */
  reference: string;
  /** Worst of the visit; null where the machine does not tell. */
  thermal: number | null;
  load: number | null;
  state: string;
  /** "rung 1, block 2"; null outside blocks. */
  block: string | null;
  trialLocalId: number | null;
}

const percentOf = (value: number, reference: number | null): number | null =>
  reference === null || reference <= 0 ? null : (value / reference - 1) * 100;

function gridPoints(trials: readonly TuneTrial[]): BiasPoint[] {
  let order = 0;
  return sampledCells(trials, []).flatMap((cell) => {
    const trial = trials.find((candidate) => candidate.localId === cell.trialLocalId);
    const reference = median(cell.samples.map(({ tps }) => tps));
    return cell.samples.map((sample, index): BiasPoint => {
      order += 1;
      return {
        id: `${cell.trialLocalId}:${index + 1}`,
        order,
        kind: "cell",
        name: `${cellName(cell.knobs)}, ${sample.name}`,
        tps: sample.tps,
        deviationPercent: percentOf(sample.tps, reference),
        reference: "its cell's median",
        thermal: null,
        load: null,
        state: trial === undefined || trial.flags.length === 0 ? "no flag" : trial.flags.join(", "),
        block: `cell ${shortCellName(cell.knobs)}`,
        trialLocalId: cell.trialLocalId,
      };
    });
  });
}

const PLAIN = { calibration: "calibration", sentinel: "sentinel", incumbent: "applied recipe" } as const;

function nameOf(visit: TuneVisit): string {
  const name =
    visit.kind === "search" || visit.kind === "quality" || visit.kind === "confirmation"
      ? cellName(visit.knobs)
      : PLAIN[visit.kind];
  return visit.attempt > 1 ? `${name}, attempt ${visit.attempt}` : name;
}

function stateOf(visit: TuneVisit): string {
  if (visit.failure !== null) return visit.failure;
  if (visit.invalidReason !== null) return `invalid: ${visit.invalidReason}`;
  return visit.flags.length === 0 ? "no flag" : visit.flags.join(", ");
}

const keyOf = ({ knobs, model }: TuneVisit): string =>
  JSON.stringify([model, knobs.kvBits, knobs.maxBatch, knobs.maxContext]);

/** The calibration's settled rate: the median of its last three volleys, as the search used it. */
function calibrationRate(visits: readonly TuneVisit[]): number | null {
  const calibration = visits.find((visit) => visit.kind === "calibration");
  if (calibration === undefined) return null;
  const values = calibration.replicates
    .filter(({ isWarmUp }) => !isWarmUp)
    .flatMap((replicate) => visitSample({ ...calibration, replicates: [replicate] })?.tps ?? []);
  return median(values.slice(-3));
}

function visitPoints({ visits, trials }: HeatBiasInput): BiasPoint[] {
  const shown = visits.filter(({ kind }) => kind !== "quality" && kind !== "confirmation" && kind !== "calibration");
  const rates = Map.groupBy(
    shown.filter(({ kind }) => kind !== "sentinel"),
    keyOf,
  );
  const calibration = calibrationRate(visits);
  return shown.map((visit, index): BiasPoint => {
    const sample = visitSample(visit);
    const isSentinel = visit.kind === "sentinel" && calibration !== null;
    const reference = isSentinel
      ? calibration
      : median((rates.get(keyOf(visit)) ?? []).flatMap((other) => visitSample(other)?.tps ?? []));
    const worst = visit.conditions?.worst ?? null;
    const trial = trials.find(
      (row) =>
        row.stage === 2 &&
        row.kvBits === visit.knobs.kvBits &&
        row.maxBatch === visit.knobs.maxBatch &&
        row.maxContext === visit.knobs.maxContext,
    );
    return {
      id: `visit-${visit.seq}`,
      order: index + 1,
      kind: visit.kind === "sentinel" ? "sentinel" : visit.kind === "incumbent" ? "incumbent" : "cell",
      name: nameOf(visit),
      tps: sample?.tps ?? null,
      deviationPercent: sample === null ? null : percentOf(sample.tps, reference),
      reference: isSentinel ? "its calibration" : "its cell's median",
      thermal: worst?.thermalLevel ?? null,
      load: worst?.loadAverage ?? null,
      state: stateOf(visit),
      block: visit.rung === null || visit.block === null ? null : `rung ${visit.rung}, block ${visit.block}`,
      trialLocalId: visit.kind === "search" ? (trial?.localId ?? null) : null,
    };
  });
}

/** Every value of stage 2 in the order it was measured: visits where the run stored them, replicates otherwise. */
export function biasPoints(input: HeatBiasInput): BiasPoint[] {
  return input.visits.some(({ kind }) => kind === "search") ? visitPoints(input) : gridPoints(input.trials);
}
