import { px } from "../../_tree/drawing/shapes.ts";
import type { Box } from "./pen.ts";

/** Diagonals inside a box, for what was not probed: never an empty bar, never a zero. */
export function hatchPath(box: Box, gap: number): string {
  const lines: string[] = [];
  for (let start = gap - box.height; start < box.width; start += gap) {
    const left = Math.max(0, start);
    const right = Math.min(box.width, start + box.height);
    if (right <= left) continue;
    const top = box.y + box.height - (left - start);
    const bottom = box.y + box.height - (right - start);
    lines.push(`M${px(box.x + left)} ${px(top)}L${px(box.x + right)} ${px(bottom)}`);
  }
  return lines.join("");
}
