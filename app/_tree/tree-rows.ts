import { medianLabel, p95Label } from "../../core/measuring/percentiles.ts";
import { formatKnobs } from "../../core/units/knobs.ts";
import {
  asEstimate,
  formatLatency,
  formatMemory,
  formatModelSize,
  formatMs,
  formatTps,
} from "../../core/units/quantities.ts";
import type { BranchState, LeafState, TreeCandidate, TreeCell, TreeInput } from "./tree-input.ts";

/** One entry of the list twin: what it is, and its facts in the order they are read. */
export interface TreeRow {
  key: string;
  title: string;
  verdict: string;
  facts: string[];
  cells: TreeRow[];
}

const BRANCH_WORDS: Record<BranchState, string> = {
  "not-probed": "not probed",
  growing: "being measured",
  pruned: "cut",
  broken: "broken: damaged weights",
  chosen: "fits, chosen",
};

const LEAF_WORDS: Record<LeafState, string> = {
  planned: "not measured",
  bud: "being measured",
  measured: "measured",
  kept: "kept",
  infeasible: "infeasible",
  unsupported: "unsupported, not measured",
};

const estimated = (bytes: number | null): string => (bytes === null ? "unknown" : asEstimate(formatMemory(bytes)));

function cellRow(cell: TreeCell): TreeRow {
  const facts: string[] = [];
  if (cell.tpsMedian !== null) facts.push(`${formatTps(cell.tpsMedian)}, ${medianLabel(cell.replicates)}`);
  if (cell.ttftP95Ms !== null) facts.push(`first token ${formatLatency(cell.ttftP95Ms)}, ${p95Label(cell.replicates)}`);
  if (cell.reason !== null) facts.push(cell.reason);
  return {
    key: `cell-${cell.index}`,
    title: formatKnobs(cell.knobs),
    verdict: LEAF_WORDS[cell.state],
    facts,
    cells: [],
  };
}

function candidateFacts(candidate: TreeCandidate, gateTtftMs: number): string[] {
  const facts = [
    candidate.sizeB === null ? "size unknown" : `${formatModelSize(candidate.sizeB)} parameters`,
    `weights ${estimated(candidate.weightsBytes)}`,
    `cache ${estimated(candidate.kvCacheBytes)}`,
    `reserve ${estimated(candidate.reserveBytes)}`,
    candidate.budgetBytes === null ? "budget unknown" : `budget ${formatMemory(candidate.budgetBytes)}`,
    candidate.ttftP95Ms === null
      ? "first token not measured"
      : `first token ${formatLatency(candidate.ttftP95Ms)}, ${p95Label(candidate.replicates)}`,
    `gate ${formatMs(gateTtftMs)}`,
  ];
  return candidate.reason === null ? facts : [...facts, candidate.reason];
}

/** The list twin: C-01's rows in the operator's order, the stage 2 cells under the chosen one (E1). */
export function treeRows(input: TreeInput): TreeRow[] {
  return input.candidates.map((candidate) => ({
    key: `candidate-${candidate.rank}`,
    title: candidate.isPractice ? `${candidate.label} (practice model)` : candidate.label,
    verdict: BRANCH_WORDS[candidate.state],
    facts: candidateFacts(candidate, input.gateTtftMs),
    cells: candidate.state === "chosen" ? input.cells.map(cellRow) : [],
  }));
}
