import { isSameModel } from "../../serving/model-id.ts";
import { modelSizeB } from "../../serving/model-size.ts";

interface Alternates {
  models: string[];
  /** `position` when a size was unknown, so the list's order stands in for it. */
  basis: "size" | "position";
}

/** B70: candidates smaller than the chosen one and not probed, in input order; names only (TB20). */
export function alternatesOf(candidates: readonly string[], chosen: string, probed: readonly string[]): Alternates {
  const isProbed = (id: string): boolean => probed.some((other) => isSameModel(other, id));
  const unprobed = candidates.filter((id) => !isProbed(id) && !isSameModel(id, chosen));
  const chosenSize = modelSizeB(chosen);
  const sizes = unprobed.map(modelSizeB);
  if (chosenSize !== null && !sizes.includes(null)) {
    return { models: unprobed.filter((id) => (modelSizeB(id) ?? 0) < chosenSize), basis: "size" };
  }
  const position = candidates.findIndex((id) => isSameModel(id, chosen));
  const after = new Set(candidates.slice(position + 1));
  return { models: unprobed.filter((id) => after.has(id)), basis: "position" };
}
