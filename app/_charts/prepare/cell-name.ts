import type { TuneTrial } from "../../../core/autotune/trial.ts";
import { formatKnob } from "../../../core/units/knobs.ts";

type Knobs = Pick<TuneTrial, "kvBits" | "maxBatch">;

/** A cell as a sentence names it; an unset knob reads "unset" (H-19). */
export function cellName(knobs: Knobs): string {
  const batch = knobs.maxBatch === null ? "batch unset" : `${knobs.maxBatch} at once`;
  return `kv_bits ${formatKnob(knobs.kvBits)} with ${batch}`;
}

/** The same beside a mark: "8 ·2". */
export function shortCellName(knobs: Knobs): string {
  return `${formatKnob(knobs.kvBits)} ·${formatKnob(knobs.maxBatch)}`;
}
