import type { KnobSettings } from "../../../core/serving/knobs.ts";
import { rateFigure } from "../../_charts/prepare/rate-figure.ts";
import type { TreeCell } from "../tree-input.ts";

/** What stands beside a leaf: the rate, or a word where there is none. */
export function valueLabel(cell: TreeCell): string {
  switch (cell.state) {
    case "measured":
    case "kept":
      return cell.tpsMedian === null ? "no rate" : rateFigure(cell.tpsMedian);
    case "infeasible":
      return "failed";
    case "unsupported":
      return "n/a";
    case "bud":
      return "…";
    case "planned":
      return "";
  }
}

/** The knobs in the room a leaf has: "kv 8 ·2"; an unset kv reads "unset" in every list and "kv –" here. */
export function cellLabel(knobs: KnobSettings, isContextVaried: boolean): string {
  const kv = knobs.kvBits === null ? "kv –" : `kv ${knobs.kvBits}`;
  const batch = knobs.maxBatch === null ? "" : ` ·${knobs.maxBatch}`;
  const context = isContextVaried && knobs.maxContext !== null ? ` ·${Math.round(knobs.maxContext / 100) / 10}k` : "";
  return `${kv}${batch}${context}`;
}
