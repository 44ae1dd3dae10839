import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { batchText } from "../../_parts/batch-text.ts";

type Improvement = RouterOutputs["images"]["improvement"];

/** IM54: what was done so far, or why nothing can be. */
export function improveText({ why, pairs, inputs, tunables }: Improvement): string {
  if (why !== null) return `There is nothing to explore: ${why}.`;
  const moving = `What may move: ${tunables.join(", ")}.`;
  if (pairs === 0) return `No pair was asked for yet. ${moving}`;
  return `${count(pairs, "pair")} of ${count(inputs, "picture")} asked for so far. ${moving}`;
}

/** The newest batch of pairs as a sentence; null before the first. */
export function improveProgress({ batch }: Improvement): { share: number | null; text: string } | null {
  if (batch === null) return null;
  const isOpen = batch.state === "queued" || batch.state === "running";
  return {
    share: isOpen && batch.total > 0 ? batch.done / batch.total : null,
    text: `Newest runs: ${batchText(batch)}`,
  };
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`;
