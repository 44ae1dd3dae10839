import type { TunePhase } from "../../core/contract/v1/events.ts";

type Phase = (typeof TunePhase)["options"][number];

interface Step {
  index: number;
  of: number;
}

export interface ProgressFacts {
  phase: Phase;
  modelLabel: string | null;
  candidate: Step | null;
  cell: Step | null;
  replicate: Step | null;
}

const PLAIN: Record<Exclude<Phase, "stage1" | "stage2" | "prewarm">, string> = {
  accepted: "accepted by the machine",
  preflight: "checking the machine",
  draining: "draining the provider",
  confirm: "confirming the result",
  emit: "writing the result",
  applying: "applying",
  restoring: "restoring the provider",
  finished: "finished",
};

/** Where a tune is, as a sentence without a full stop; also the progress bar's text (H-24). */
export function phaseWords({ phase, modelLabel, candidate, cell, replicate }: ProgressFacts): string {
  const model = modelLabel ?? "a model";
  const run = replicate === null ? "" : `, measurement ${replicate.index} of ${replicate.of}`;
  if (phase === "prewarm") return `fetching ${model}`;
  if (phase === "stage1")
    return `${candidate === null ? "" : `candidate ${candidate.index} of ${candidate.of}: `}does ${model} fit${run}`;
  if (phase === "stage2") return `${cell === null ? "" : `cell ${cell.index} of ${cell.of} of `}${model}${run}`;
  return PLAIN[phase];
}

/** How far a tune is, 0 to 1, from the steps it reports; null while nothing countable has begun, so no bar pretends (H-24). */
export function progressShare({ phase, candidate, cell, replicate }: ProgressFacts): number | null {
  const inner = replicate === null ? 0 : (replicate.index - 1) / replicate.of;
  if (phase === "stage1" && candidate !== null)
    return clamp(((candidate.index - 1 + inner) / candidate.of) * STAGE_1_SHARE);
  if (phase === "stage2" && cell !== null)
    return clamp(STAGE_1_SHARE + ((cell.index - 1 + inner) / cell.of) * (1 - STAGE_1_SHARE));
  return null;
}

const STAGE_1_SHARE = 0.4;

function clamp(share: number): number {
  return Math.min(0.99, Math.max(0.01, share));
}
