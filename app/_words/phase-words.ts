import type { TunePhase } from "../../core/contract/v1/events.ts";
import { formatFileSize } from "../../core/units/quantities.ts";

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
  /** How much of the model has come; null or no bytes where nothing is fetched. */
  fetched: { bytesDone: number; bytesTotal: number | null } | null;
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
export function phaseWords(facts: ProgressFacts): string {
  const { phase, modelLabel, candidate, cell, replicate } = facts;
  const model = modelLabel ?? "a model";
  const place = candidate === null ? "" : `candidate ${candidate.index} of ${candidate.of}: `;
  const run = replicate === null ? "" : `, measurement ${replicate.index} of ${replicate.of}`;
  if (phase === "prewarm") return `${place}${loadWords(model, facts.fetched)}`;
  if (phase === "stage1") return `${place}does ${model} fit${run}`;
  if (phase === "stage2") return `${cell === null ? "" : `cell ${cell.index} of ${cell.of} of `}${model}${run}`;
  return PLAIN[phase];
}

/** A cached model is loaded, not fetched; a fetch says how much has come. */
function loadWords(model: string, fetched: ProgressFacts["fetched"]): string {
  if (fetched === null || fetched.bytesDone === 0) return `loading ${model}`;
  const total = fetched.bytesTotal === null ? "" : ` of ${formatFileSize(fetched.bytesTotal)}`;
  return `fetching ${model}, ${formatFileSize(fetched.bytesDone)}${total}`;
}

/** How far a tune is, 0 to 1, from the steps it reports; null while nothing countable has begun, so no bar pretends (H-24); loading belongs to its candidate. */
export function progressShare({ phase, candidate, cell, replicate }: ProgressFacts): number | null {
  const isLoading = phase === "prewarm";
  const inner = replicate === null || isLoading ? 0 : (replicate.index - 1) / replicate.of;
  if ((phase === "stage1" || isLoading) && candidate !== null)
    return clamp(((candidate.index - 1 + inner) / candidate.of) * STAGE_1_SHARE);
  if (phase === "stage2" && cell !== null)
    return clamp(STAGE_1_SHARE + ((cell.index - 1 + inner) / cell.of) * (1 - STAGE_1_SHARE));
  return null;
}

const STAGE_1_SHARE = 0.4;

function clamp(share: number): number {
  return Math.min(0.99, Math.max(0.01, share));
}
