import type { TreeInput } from "../tree-input.ts";
import { drawCandidate } from "./draw-branch.ts";
import { drawGround, drawTrunk } from "./draw-ground.ts";
import { drawLeaves } from "./draw-leaves.ts";
import type { ShapeGroup, TreeDrawing } from "./shapes.ts";
import { frameTree, type TreeForm } from "./tree-frame.ts";
import { treeSentence } from "./tree-sentence.ts";

/** The espalier of a tune run: same rows, same shapes, in the operator's order (E1). */
export function layoutTree(input: TreeInput, form: TreeForm): TreeDrawing {
  const frame = frameTree(input, form);
  const groups: ShapeGroup[] = [drawGround(input, frame)];
  const behind: ShapeGroup[] = [];
  const before: ShapeGroup[] = [];
  input.candidates.forEach((candidate, index) => {
    const y = frame.wireY[index] ?? frame.floorY;
    const drawn = drawCandidate({ candidate, frame, y });
    const leaves = candidate.state === "chosen" ? drawLeaves(input.cells, frame, { candidate, y }) : [];
    (candidate.state === "growing" ? behind : before).push(...drawn, ...leaves);
  });
  // What stays keeps its order: a moved element would grow again.
  groups.push(...behind, drawTrunk(input, frame), ...before);
  return { width: frame.width, height: frame.height, label: treeSentence(input), groups };
}
