import type { TuneTrial } from "../../../../../../core/autotune/trial.ts";
import { isSameModel } from "../../../../../../core/serving/model-id.ts";
import type { LeafState, TreeCandidate, TreeCell, TreeInput } from "../../../../../_tree/tree-input.ts";
import type { TuneDetail, TuneProgressAnswer } from "../tune-detail.ts";

type Progress = TuneProgressAnswer["progress"];

const STAGE_1_PHASES: ReadonlySet<string> = new Set(["prewarm", "stage1"]);

function candidateState(trial: TuneTrial | undefined, isCurrent: boolean): TreeCandidate["state"] {
  if (trial === undefined) return isCurrent ? "growing" : "not-probed";
  if (trial.isFeasible) return "chosen";
  return trial.notes?.startsWith("pre-warm integrity") ? "broken" : "pruned";
}

function isProbedNow(progress: Progress, candidate: { rank: number; id: string }): boolean {
  if (progress === null || !STAGE_1_PHASES.has(progress.phase)) return false;
  if (progress.candidate) return progress.candidate.index === candidate.rank;
  return progress.model !== undefined && isSameModel(progress.model, candidate.id);
}

function candidatesOf(detail: TuneDetail, progress: Progress): TreeCandidate[] {
  const rows = detail.trials.filter((trial) => trial.stage === 1);
  return detail.candidates.map((candidate) => {
    const trial = rows.find((row) => isSameModel(row.model, candidate.id));
    return {
      rank: candidate.rank,
      id: candidate.id,
      label: candidate.label,
      sizeB: candidate.sizeB,
      isPractice: candidate.isPractice,
      fitVerdict: candidate.fit.verdict,
      weightsBytes: candidate.fit.weightsBytes,
      kvCacheBytes: candidate.fit.kvCacheBytes,
      reserveBytes: candidate.fit.reserveBytes,
      needBytes: candidate.fit.needBytes,
      budgetBytes: candidate.fit.budgetBytes,
      state: candidateState(trial, isProbedNow(progress, candidate)),
      ttftP95Ms: trial?.ttftP95Ms ?? null,
      replicates: trial?.replicatesN ?? 0,
      reason: trial?.notes ?? null,
      trialLocalId: trial?.localId ?? null,
    };
  });
}

function leafState(trial: TuneTrial): LeafState {
  if (trial.isKept) return "kept";
  if (trial.isFeasible) return "measured";
  return trial.notes?.startsWith("unsupported by backend") ? "unsupported" : "infeasible";
}

function measuredCell(trial: TuneTrial, index: number): TreeCell {
  return {
    index: index + 1,
    knobs: { kvBits: trial.kvBits, maxBatch: trial.maxBatch, maxContext: trial.maxContext },
    state: leafState(trial),
    tpsMedian: trial.tpsMedian,
    ttftP95Ms: trial.ttftP95Ms,
    replicates: trial.replicatesN ?? 0,
    reason: trial.notes,
    trialLocalId: trial.localId,
  };
}

/** Cells have their rows in cell order, so the planned ones follow those that were measured (B57). */
function cellsOf(detail: TuneDetail, progress: Progress): TreeCell[] {
  const rows = detail.trials.filter((trial) => trial.stage === 2).sort((left, right) => left.localId - right.localId);
  const measured = rows.map(measuredCell);
  const isStage2 = progress?.phase === "stage2";
  const planned = detail.cells.slice(measured.length).map((cell, offset): TreeCell => {
    const index = measured.length + offset + 1;
    return {
      index,
      knobs: cell.knobs,
      state: isStage2 && progress.cell?.index === index ? "bud" : "planned",
      tpsMedian: null,
      ttftP95Ms: null,
      replicates: 0,
      reason: cell.unsupported,
      trialLocalId: null,
    };
  });
  return [...measured, ...planned];
}

/** The rows of the espalier: what is stored, and while it runs where it is now (E1). */
export function treeOfTune(detail: TuneDetail, live: { isLive: boolean; progress: Progress }): TreeInput {
  const progress = live.isLive ? live.progress : null;
  return {
    candidates: candidatesOf(detail, progress),
    cells: cellsOf(detail, progress),
    targetContext: detail.plan.targetContext,
    gateTtftMs: detail.plan.gateTtftMs,
    workingSetBytes: detail.machine.workingSetBytes,
    isLive: live.isLive,
  };
}
