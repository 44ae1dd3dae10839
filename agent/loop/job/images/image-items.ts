import {
  type ImageReplayParams,
  type ImageRunParams,
  PREVIEW_LONG_SIDE,
} from "../../../../core/contract/v1/image-jobs.ts";

/** What an image job is asked for. */
export type ImageWork =
  | { readonly kind: "image-run"; readonly params: ImageRunParams }
  | { readonly kind: "image-replay"; readonly params: ImageReplayParams };

/** One run of one recipe over one input, of either kind of job. */
export interface ImageItem {
  readonly runId: string;
  readonly blake3: string;
  readonly label: string;
  readonly recipeSha: string;
  readonly recipeBlob: string;
  /** Null keeps the full size. */
  readonly workLongSide: number | null;
  readonly batchId?: string | undefined;
  readonly pairId?: string | undefined;
  readonly replayOf?: string | undefined;
  /** The output of the repeated run (TU52). */
  readonly storedOutput?: string | undefined;
}

/** The inputs that came without a recipe, by hash: they are classified only (JK7). */
export function inputsToClassify(work: ImageWork): string[] {
  if (work.kind === "image-replay") return [];
  return work.params.inputs.flatMap(({ recipeSha, blake3 }) => (recipeSha === undefined ? [blake3] : []));
}

/** The runs of a job in order; inputs without a recipe are none (JK7). */
export function imageItems(work: ImageWork): ImageItem[] {
  if (work.kind === "image-replay") {
    const { items, class: label } = work.params;
    return items.map(({ workLongSide = null, ...item }) => ({ ...item, label, workLongSide }));
  }
  const { inputs, preview, batchId } = work.params;
  const workLongSide = preview ? PREVIEW_LONG_SIDE : null;
  return inputs.flatMap(({ runId, blake3, class: label, recipeSha, recipeBlob, pairId }) =>
    runId === undefined || label === undefined || recipeSha === undefined || recipeBlob === undefined
      ? []
      : [{ runId, blake3, label, recipeSha, recipeBlob, workLongSide, batchId, pairId }],
  );
}
