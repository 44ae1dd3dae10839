import { modelLabel } from "../../core/serving/model-id.ts";
import type { RouterOutputs } from "../_trpc/procedures.ts";
import type { ProgressFacts } from "./phase-words.ts";

type Progress = NonNullable<RouterOutputs["tunes"]["progress"]["progress"]>;

/** What a machine reported last, as the facts that words and bar are made from. */
export function progressFacts(progress: Progress): ProgressFacts {
  return {
    phase: progress.phase,
    modelLabel: progress.model === undefined ? null : modelLabel(progress.model),
    candidate: progress.candidate ?? null,
    cell: progress.cell ?? null,
    replicate: progress.replicate ?? null,
    fetched: progress.fetched ?? null,
  };
}
