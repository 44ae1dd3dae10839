import { formatTps } from "../../../core/units/quantities.ts";
import type { TreeInput } from "../tree-input.ts";
import { cellLabel } from "./leaf-label.ts";
import { shortReason } from "./short-reason.ts";

/** The drawing in words, for its label. */
export function treeSentence(input: TreeInput): string {
  const parts = [`${input.candidates.length} candidates in the operator's order, the first on the lowest wire.`];
  for (const candidate of input.candidates) {
    const name = `${candidate.rank} ${candidate.label}`;
    if (candidate.state === "growing") parts.push(`${name}: being measured.`);
    if (candidate.state === "pruned") parts.push(`${name}: cut, ${shortReason(candidate.reason)}.`);
    if (candidate.state === "broken") parts.push(`${name}: broken, ${shortReason(candidate.reason)}.`);
    if (candidate.state === "chosen") parts.push(`${name}: fits, chosen.`);
  }
  const kept = input.cells.find((cell) => cell.state === "kept");
  if (input.cells.length > 0) parts.push(`${input.cells.length} knob cells.`);
  if (kept && kept.tpsMedian !== null) {
    const label = cellLabel(kept.knobs, true).replace("kv –", "kv unset");
    parts.push(`Kept: ${label}, ${formatTps(kept.tpsMedian)}.`);
  }
  const bare = input.candidates.filter((candidate) => candidate.state === "not-probed").length;
  if (bare > 0) parts.push(`${bare} not probed.`);
  return parts.join(" ");
}
