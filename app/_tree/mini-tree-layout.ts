import { px, type Tone } from "./drawing/shapes.ts";
import type { BranchState } from "./tree-input.ts";

interface MiniBar {
  d: string;
  tone: Tone;
  width: number;
}

/** Strokes of the 16 px glyph: trunk left, at most four wires, the operator's first candidate lowest. */
export function miniTree(states: readonly BranchState[]): MiniBar[] {
  const shown = states.slice(0, 4);
  const pitch = shown.length > 1 ? 9 / (shown.length - 1) : 0;
  const bars = shown.map((state, index): MiniBar => {
    const y = px(12 - pitch * index);
    if (state === "not-probed") return { d: `M3 ${y}H15`, tone: "edge", width: 0.6 };
    if (state === "chosen") return { d: `M3 ${y}H14`, tone: "leaf", width: 2 };
    return { d: `M3 ${y}H10`, tone: state === "growing" ? "wire" : "bark", width: 1.6 };
  });
  const highest = shown.findLastIndex((state) => state !== "not-probed");
  const top = px(12 - pitch * Math.max(0, highest) - 1);
  return [{ d: `M3 15V${top}`, tone: "bark", width: 2 }, ...bars];
}
