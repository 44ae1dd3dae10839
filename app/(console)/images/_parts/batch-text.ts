import type { RouterOutputs } from "../../../_trpc/procedures.ts";

type Batch = RouterOutputs["images"]["batches"]["rows"][number];

/** H-24: where a batch is, as a sentence. */
export function batchText(batch: Batch): string {
  const parts = [
    `${batch.done} of ${batch.total} done`,
    batch.classifying > 0 ? `${batch.classifying} waiting for their class` : null,
    batch.reused > 0 ? `${batch.reused} returned from equal runs` : null,
    batch.failed > 0 ? `${batch.failed} failed` : null,
    batch.cancelled > 0 ? `${batch.cancelled} cancelled` : null,
    batch.refused.length > 0 ? `${batch.refused.length} left out` : null,
  ];
  return `${parts.filter((part) => part !== null).join(", ")}.`;
}

/** The server names the first reasons only; where more failed, this says so. */
export function failureSummary({ failed, failures }: Pick<Batch, "failed" | "failures">): string {
  const named = failures.length;
  return named < failed ? `Why: the first ${named} of ${failed} that failed` : `Why ${named} failed`;
}
