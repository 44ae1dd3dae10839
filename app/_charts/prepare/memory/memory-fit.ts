import { modelLabel } from "../../../../core/serving/model-id.ts";
import { asEstimate, formatMemory, formatModelSize, formatMs } from "../../../../core/units/quantities.ts";
import { memoryScale } from "../../../_tree/drawing/scale.ts";
import { shortReason } from "../../../_tree/drawing/short-reason.ts";
import type { TreeCandidate } from "../../../_tree/tree-input.ts";
import type { ChartView } from "../chart-view.ts";
import { trialSubject } from "../trial-subject.ts";
import { type MemoryFitInput, memoryTwin } from "./memory-twin.ts";

/** One candidate's estimated need; nothing of it is measured. */
export interface MemoryBar {
  rowId: string;
  rank: number;
  label: string;
  /** Bytes, from the left; null where the estimate lacks a term. */
  parts: { weightsBytes: number; kvCacheBytes: number; reserveBytes: number } | null;
  needBytes: number | null;
  state: TreeCandidate["state"];
  /** Beside the bar: "fits, chosen", "first token 2,682 ms, gate 1,800 ms", "not probed". */
  verdict: string;
}

/** A limit across all bars. */
interface MemoryLine {
  name: "GPU working set" | "RAM";
  bytes: number;
  text: string;
}

export interface MemoryFit extends ChartView {
  bars: MemoryBar[];
  lines: MemoryLine[];
  /** What the axis must reach: the largest need, and every limit that is near it. */
  axisBytes: number;
}

function partsOf({ weightsBytes, kvCacheBytes, reserveBytes }: TreeCandidate): MemoryBar["parts"] {
  return weightsBytes === null || kvCacheBytes === null || reserveBytes === null
    ? null
    : { weightsBytes, kvCacheBytes, reserveBytes };
}

/** What became of a candidate, in the few words that fit beside its bar. */
function candidateVerdict(candidate: TreeCandidate): string {
  switch (candidate.state) {
    case "chosen":
      return "fits, chosen";
    case "growing":
      return "being measured";
    case "not-probed":
      return "not probed";
    case "pruned":
    case "broken":
      return shortReason(candidate.reason);
  }
}

function linesOf({ tree, ramGb }: MemoryFitInput): MemoryLine[] {
  const ram: MemoryLine = { name: "RAM", bytes: ramGb * 2 ** 30, text: `RAM ${ramGb} GiB` };
  const { workingSetBytes } = tree;
  if (workingSetBytes === null) return [ram];
  const text = `GPU working set ${formatMemory(workingSetBytes)}`;
  return [{ name: "GPU working set", bytes: workingSetBytes, text }, ram];
}

function nextClause({ tree }: MemoryFitInput, chosen: TreeCandidate): string {
  const before = tree.candidates.findLast(({ rank, state }) => rank < chosen.rank && state !== "not-probed");
  return before === undefined
    ? " It is the first of the list, so nothing was ruled out before it."
    : ` ${modelLabel(before.id)}, next before it, did not: ${candidateVerdict(before)}.`;
}

function sentenceOf(input: MemoryFitInput): string {
  const { candidates, targetContext, workingSetBytes } = input.tree;
  const chosen = candidates.find(({ state }) => state === "chosen");
  if (chosen === undefined) {
    const tried = candidates.filter(({ state }) => state === "pruned" || state === "broken").length;
    return tried === 0 ? "No candidate has been measured yet." : `None of ${tried} candidates measured so far fits.`;
  }
  const context = targetContext.toLocaleString("en-US");
  const limit = workingSetBytes === null ? "" : ` of the ${formatMemory(workingSetBytes)} working set`;
  const need =
    chosen.needBytes === null ? "an unknown amount" : `${asEstimate(formatMemory(chosen.needBytes))}${limit}`;
  return `${modelLabel(chosen.id)} fits and needs ${need} at context ${context}.${nextClause(input, chosen)}`;
}

function captionOf({ tree }: MemoryFitInput): string {
  const limit =
    tree.workingSetBytes === null ? " This machine names no GPU working set, so no budget line is drawn." : "";
  return `Every bar is an estimate, weights + KV cache + reserve from left to right; hatched: not probed. First token, gate ${formatMs(tree.gateTtftMs)}, is measured. The estimate refuses and reorders nothing.${limit}`;
}

/** C-01: which is the biggest model that fits, and why not the next. The order is the operator's. */
export function prepareMemoryFit(input: MemoryFitInput): MemoryFit {
  const { candidates, targetContext } = input.tree;
  const bars = candidates.map(
    (candidate): MemoryBar => ({
      rowId: String(candidate.rank),
      rank: candidate.rank,
      label: candidate.sizeB === null ? candidate.label : `${candidate.label}, ${formatModelSize(candidate.sizeB)}`,
      parts: partsOf(candidate),
      needBytes: candidate.needBytes,
      state: candidate.state,
      verdict: candidateVerdict(candidate),
    }),
  );
  const lines = linesOf(input);
  const largestBytes = Math.max(2 ** 26, ...candidates.map((candidate) => candidate.needBytes ?? 0));
  const near = lines.flatMap(({ bytes }) => (bytes < 2 * largestBytes ? [bytes] : []));
  const axisBytes = Math.max(largestBytes, ...near);
  const context = targetContext.toLocaleString("en-US");
  return {
    question: "Which is the biggest model that fits, and why not the next?",
    sentence: sentenceOf(input),
    caption: captionOf(input),
    n: candidates.reduce((sum, candidate) => sum + candidate.replicates, 0),
    x: { title: `≈ memory need at context ${context}, ${memoryScale(axisBytes, 8).unit}` },
    y: { title: "candidates, in the operator's order" },
    bars,
    lines,
    axisBytes,
    twin: memoryTwin(input, candidateSubject),
  };
}

function candidateSubject(candidate: TreeCandidate): string | undefined {
  return candidate.trialLocalId === null ? undefined : trialSubject(candidate.trialLocalId);
}
