import {
  beginFold,
  foldPause,
  foldVisit,
  qualityCell,
  type SearchFold,
} from "../../../../core/autotune/evidence/fold-visits.ts";
import { volleysOf } from "../../../../core/autotune/evidence/visit-outcome.ts";
import { planCells } from "../../../../core/autotune/plan-cells.ts";
import { decideCalibration } from "../../../../core/autotune/strategy/search/calibration.ts";
import { nextStep, type SearchStep } from "../../../../core/autotune/strategy/search/next-step.ts";
import { cutSearch } from "../../../../core/autotune/strategy/search/reducer.ts";
import { areSameKnobs } from "../../../../core/autotune/strategy/search/setup.ts";
import type { KnobSettings } from "../../../../core/serving/knobs.ts";
import { wait } from "../../../host/wait.ts";
import { unmeasuredDraft } from "../measure-trial.ts";
import { cellSpec, type StageTwoRequest, type StageTwoResult } from "../stage-two.ts";
import type { TuneContext } from "../tune-context.ts";
import { createRowWriter, type RowWriter } from "./cell-rows.ts";
import { incumbentOf, noteIncumbent } from "./incumbent.ts";
import { type QualityMemory, qualityVisit } from "./quality-visit.ts";
import { blockPlace, calibrationPlace, type SearchGround, sentinelOf } from "./search-places.ts";
import { type TakenVisit, takeVisit } from "./take-visit.ts";

/** Measurement.md section 10 says at most this many; the calibration ends itself before. */
const MOST_CALIBRATION_VOLLEYS = 12;

export interface BlockedRequest extends StageTwoRequest {
  /** B73, for the last tie of the choice. */
  readonly recipeHashOf: (knobs: KnobSettings) => string;
}

export type BlockedResult = StageTwoResult & { readonly fold: SearchFold | null };

/** Stage 2 by `blocked-halving`: the pure search asks, this does, and what was done is folded back as it was stored. */
export async function runBlockedHalving(context: TuneContext, request: BlockedRequest): Promise<BlockedResult> {
  const ground = await groundOf(context, request);
  if (ground.cells.length === 0) return { kind: "finished", fold: null };
  const { plan, method } = context;
  const knobs = sentinelOf(plan, request.capability);
  const first = { knobs, rngKey: plan.rngKey ?? 0, ground: { cells: [...ground.cells], incumbent: ground.incumbent } };
  const begun = beginFold(first, {
    model: request.model,
    method: method.current,
    gateTtftMs: plan.gateTtftMs,
    tieEpsilon: plan.tpsTieEpsilon,
    recipeHashOf: request.recipeHashOf,
  });
  return begun === null ? { kind: "finished", fold: null } : drive(context, request, { ground, begun });
}

/** M18: what the engine cannot do is a row of its own and never visited. */
async function groundOf(context: TuneContext, request: BlockedRequest): Promise<SearchGround> {
  const { plan } = context;
  const planned = planCells(plan, request.capability);
  for (const [index, cell] of planned.entries()) {
    if (cell.unsupported === null) continue;
    const spec = cellSpec({ context, request, cell, step: { index: index + 1, of: planned.length } });
    await request.store(unmeasuredDraft(context, spec, cell.unsupported));
  }
  const cells = planned.flatMap(({ knobs, unsupported }) => (unsupported === null ? [knobs] : []));
  return {
    plan,
    capability: request.capability,
    model: request.model,
    cells,
    incumbent: incumbentOf(context, request),
  };
}

interface Begun {
  readonly ground: SearchGround;
  readonly begun: SearchFold;
}

async function drive(context: TuneContext, request: BlockedRequest, { ground, begun }: Begun): Promise<BlockedResult> {
  const rows = createRowWriter(context, request);
  const memory: QualityMemory = { reference: [] };
  let fold = begun;
  for (let step = nextStep(fold.state); step.kind !== "done"; step = nextStep(fold.state)) {
    const taken: TakenVisit | { kind: "paused" } = context.signal.aborted
      ? { kind: "stopped" }
      : await take(context, step, { ground, fold, memory });
    if (taken.kind === "stopped" || taken.kind === "stuck") {
      const cut = { ...fold, state: cutSearch(fold.state) };
      await conclude(context, { ground, fold: cut, rows });
      return { ...taken, fold: cut };
    }
    fold = taken.kind === "paused" ? foldPause(fold) : foldVisit(fold, taken.visit);
    await rows.write(fold, false);
  }
  await conclude(context, { ground, fold, rows });
  return { kind: "finished", fold };
}

interface Concluding {
  readonly ground: SearchGround;
  readonly fold: SearchFold;
  readonly rows: RowWriter;
}

async function conclude(context: TuneContext, { ground, fold, rows }: Concluding): Promise<void> {
  await rows.write(fold, true);
  if (ground.incumbent !== null) noteIncumbent(context, ground.incumbent, { fold, rows: rows.stored });
}

interface Taking {
  readonly ground: SearchGround;
  readonly fold: SearchFold;
  readonly memory: QualityMemory;
}

/** One step of the search; an interrupt ends any of them at once (B91). */
async function take(
  context: TuneContext,
  step: Exclude<SearchStep, { kind: "done" }>,
  { ground, fold, memory }: Taking,
): Promise<TakenVisit | { kind: "paused" }> {
  switch (step.kind) {
    case "pause":
      context.progress({ phase: "stage2", model: ground.model, note: `idle before block ${step.block} is repeated` });
      await wait(context.pauseMs ?? step.seconds * 1000, context.signal);
      return context.signal.aborted ? { kind: "stopped" } : { kind: "paused" };
    case "calibrate":
      return calibrate(context, ground);
    case "visit": {
      const { visit } = step;
      return takeVisit(context, { place: blockPlace(ground, visit), news: newsOf(ground, step) });
    }
    case "quality": {
      const knobs = qualityCell(step.task, fold.judging.length) ?? step.task.reference;
      return qualityVisit(context, { ground, knobs, isReference: fold.judging.length === 0, memory });
    }
  }
}

function calibrate(context: TuneContext, ground: SearchGround): Promise<TakenVisit> {
  const place = calibrationPlace(ground, context.visits.taken);
  const { method } = context;
  return takeVisit(context, {
    place,
    news: { phase: "stage2", model: ground.model, knobs: place.knobs, note: "calibration" },
    change: {
      replicates: MOST_CALIBRATION_VOLLEYS,
      isEnough: (measured) => decideCalibration(volleysOf(measured, method.current)) !== "more",
    },
  });
}

function newsOf(ground: SearchGround, { visit }: Extract<SearchStep, { kind: "visit" }>) {
  const { knobs, kind, rung, block, version } = visit;
  const index = ground.cells.findIndex((cell) => areSameKnobs(cell, knobs));
  const role = kind === "search" ? "" : `${kind}, `;
  const repeat = version === 2 ? ", repeated" : "";
  return {
    phase: "stage2" as const,
    model: ground.model,
    knobs,
    ...(index < 0 ? {} : { cell: { index: index + 1, of: ground.cells.length } }),
    note: `${role}rung ${rung}, block ${block}${repeat}`,
  };
}
