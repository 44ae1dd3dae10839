import { p95Label } from "../../../../core/measuring/percentiles.ts";
import { asEstimate, formatMemory, formatModelSize, formatMs } from "../../../../core/units/quantities.ts";
import type { TreeCandidate, TreeInput } from "../../../_tree/tree-input.ts";
import { head, numberValue, type TwinRow, type TwinTable, type TwinValue, wordValue } from "../twin-table.ts";

/** The rows of the espalier, and the machine's memory. */
export interface MemoryFitInput {
  tree: TreeInput;
  ramGb: number;
}

const HEADS = [
  head("order", "order"),
  head("model", "model", false),
  head("params_b", "params"),
  head("weights_gib", "≈ weights"),
  head("kv_cache_gib", "≈ KV cache"),
  head("reserve_gib", "≈ reserve"),
  head("need_gib", "≈ need"),
  head("budget_gib", "budget"),
  head("ttft_p95_ms", "TTFT ms"),
  head("replicates", "n"),
  head("gate_ms", "gate ms"),
  head("verdict", "verdict", false),
  head("reason", "reason", false),
];

const VERDICT: Record<TreeCandidate["state"], string> = {
  chosen: "chosen",
  growing: "being measured",
  pruned: "ruled out",
  broken: "damaged",
  "not-probed": "not probed",
};

/** Bytes shown in the page's form, in GiB in the CSV. */
function memory(bytes: number | null, isEstimate = true): TwinValue {
  if (bytes === null) return { shown: "–", csv: "" };
  const shown = formatMemory(bytes);
  return { shown: isEstimate ? asEstimate(shown) : shown, csv: String(bytes / 2 ** 30) };
}

const milliseconds = (value: number): string => formatMs(value).replace(" ms", "");

function textOf(candidate: TreeCandidate, input: MemoryFitInput): string {
  const need =
    candidate.needBytes === null
      ? "need unknown"
      : `needs ${asEstimate(formatMemory(candidate.needBytes))} (weights ${formatMemory(candidate.weightsBytes ?? 0)}, KV cache ${formatMemory(candidate.kvCacheBytes ?? 0)}, reserve ${formatMemory(candidate.reserveBytes ?? 0)})`;
  const budget = candidate.budgetBytes === null ? "" : ` of ${formatMemory(candidate.budgetBytes)}`;
  const margin =
    candidate.ttftP95Ms === null
      ? ""
      : `; first token ${formatMs(candidate.ttftP95Ms)}, ${p95Label(candidate.replicates)}, gate ${formatMs(input.tree.gateTtftMs)}`;
  const reason = candidate.reason === null ? "" : `: ${candidate.reason}`;
  return `${candidate.rank} ${candidate.label} ${need}${budget}${margin}; ${VERDICT[candidate.state]}${reason}.`;
}

function rowOf(candidate: TreeCandidate, input: MemoryFitInput): TwinRow {
  const isProbed = candidate.state !== "not-probed";
  return {
    id: String(candidate.rank),
    text: textOf(candidate, input),
    at: null,
    values: [
      wordValue(String(candidate.rank)),
      wordValue(candidate.label),
      numberValue(candidate.sizeB, formatModelSize),
      memory(candidate.weightsBytes),
      memory(candidate.kvCacheBytes),
      memory(candidate.reserveBytes),
      memory(candidate.needBytes),
      memory(candidate.budgetBytes, false),
      numberValue(candidate.ttftP95Ms, milliseconds),
      numberValue(isProbed ? candidate.replicates : null, String),
      numberValue(input.tree.gateTtftMs, milliseconds),
      wordValue(VERDICT[candidate.state]),
      wordValue(candidate.reason ?? ""),
    ],
  };
}

/** C-01's rows under console.md's columns, with the terms of the estimate. */
export function memoryTwin(
  input: MemoryFitInput,
  subjectOf: (candidate: TreeCandidate) => string | undefined,
): TwinTable {
  const rows = input.tree.candidates.map((candidate) => {
    const subject = subjectOf(candidate);
    return { ...rowOf(candidate, input), ...(subject === undefined ? {} : { subject }) };
  });
  return { heads: HEADS, rows };
}
