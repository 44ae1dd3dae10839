import type { ImageReplayParams, ImageRunParams } from "../../../../core/contract/v1/image-jobs.ts";
import { PREVIEW_LONG_SIDE } from "../../../../core/contract/v1/image-jobs.ts";
import { type BatchRow, factsOfBatch, type ItemRow } from "./batch-repo.ts";

/** Of the job's parameters, in UTF-16 units: a cut may halve a letter, and half a letter cannot be signed (SE1). */
const MAX_NAME_UNITS = 200;

type JobWork = { kind: "image-run"; params: ImageRunParams } | { kind: "image-replay"; params: ImageReplayParams };

/** The kind of job that does a batch's work: the runs of a confirmation and of a replay are `image-replay` jobs (TU52). */
export function jobKindOf(batch: Pick<BatchRow, "kind">): JobWork["kind"] {
  return batch.kind === "confirm" || batch.kind === "replay" ? "image-replay" : "image-run";
}

/** What a job is asked for these items of a batch; `names` are the pictures' names by hash. */
export function jobWorkOf(
  batch: BatchRow,
  items: readonly ItemRow[],
  names: ReadonlyMap<string, string | null>,
): JobWork {
  const kind = jobKindOf(batch);
  switch (kind) {
    case "image-replay": {
      const { proposalId } = factsOfBatch(batch);
      const named = proposalId === undefined ? {} : { proposalId };
      return { kind, params: { class: batch.class ?? "", ...named, items: items.flatMap(replayItemOf) } };
    }
    case "image-run": {
      const inputs = items.map((item) => inputOf(item, names.get(item.inputBlake3) ?? null));
      return { kind, params: { inputs, preview: batch.isPreview, batchId: batch.id } };
    }
  }
}

/** JK7: an input without recipe is only classified. */
function inputOf(item: ItemRow, name: string | null): ImageRunParams["inputs"][number] {
  const { inputBlake3: blake3, runId, class: label, recipeSha, recipeBlob, pairId } = item;
  const input = { blake3, name: (name ?? blake3.slice(0, 12)).slice(0, MAX_NAME_UNITS).toWellFormed() };
  if (item.step === "classify" || runId === null || label === null || recipeSha === null || recipeBlob === null) {
    return input;
  }
  return { ...input, runId, class: label, recipeSha, recipeBlob, ...(pairId === null ? {} : { pairId }) };
}

/** What is judged is judged at the working size (IM28); what repeats a stored run at that run's own, beside its output (TU52). */
function replayItemOf(item: ItemRow): ImageReplayParams["items"] {
  const { inputBlake3: blake3, runId, recipeSha, recipeBlob, replayOf, workLongSide, storedOutput } = item;
  if (runId === null || recipeSha === null || recipeBlob === null) return [];
  const asked = { runId, blake3, recipeSha, recipeBlob };
  if (replayOf === null) return [{ ...asked, workLongSide: PREVIEW_LONG_SIDE }];
  const size = workLongSide === null ? {} : { workLongSide };
  return [{ ...asked, ...size, replayOf, ...(storedOutput === null ? {} : { storedOutput }) }];
}
