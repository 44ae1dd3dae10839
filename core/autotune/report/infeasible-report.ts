import { isSameModel } from "../../serving/model-id.ts";
import { type SizeOrder, smallestFirst } from "../../serving/model-size.ts";

export interface InfeasibleReport {
  /** For stderr. */
  lines: string[];
  /** The stage's own error string: `<id>: <reason>` in the same order, without the label. */
  error: string;
}

interface InfeasibleInput {
  targetContext: number;
  failures: readonly { model: string; reason: string }[];
  /** B56: a separate input the run layer always passes; without it the reversed input order stands in. */
  candidatesBySize?: SizeOrder;
}

/** B56: what the run layer passes, for default and explicit lists alike (TB50). */
export function sizeOrderOf(candidates: readonly string[]): SizeOrder {
  return smallestFirst(candidates);
}

/** B55: every candidate failed; the smallest one's reason first, because it is the one worth reading. */
export function infeasibleReport(input: InfeasibleInput): InfeasibleReport {
  const fallback = { ids: input.failures.map(({ model }) => model).reverse(), isEverySizeKnown: false };
  const order = input.candidatesBySize ?? fallback;
  const ordered = order.ids.flatMap((id) => input.failures.filter(({ model }) => isSameModel(model, id)).slice(0, 1));
  const lines = ordered.map(({ model, reason }, index) =>
    index === 0 && order.isEverySizeKnown ? `${model} (smallest): ${reason}` : `${model}: ${reason}`,
  );
  return {
    lines: [
      "autotune: no candidate fits this Mac.",
      `target context: ${input.targetContext} tokens`,
      ...lines,
      "hint: lower --target-context or give another list with --candidate-models",
    ],
    error: ordered.map(({ model, reason }) => `${model}: ${reason}`).join("; "),
  };
}
