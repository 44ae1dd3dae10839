import { gapText } from "../../../../../core/autotune/compare/gap-words.ts";
import { formatDuration } from "../../../../../core/units/durations.ts";
import { formatKnob } from "../../../../../core/units/knobs.ts";
import { formatMs, formatPercent } from "../../../../../core/units/quantities.ts";
import { fateOf } from "../../../../_words/fate-of.ts";
import { tuneOutcome } from "../../../../_words/tune-outcome.ts";
import { againstBaseline, type ComparedRun } from "./compared-run.ts";

/** One line of the transposed table: a field, one text a run. */
interface CompareRow {
  field: string;
  cells: string[];
  isEqual: boolean;
}

export interface CompareGroup {
  title: string;
  rows: CompareRow[];
}

type Read = (run: ComparedRun) => string;

const unknown = (value: string | number | null | undefined): string =>
  value === null || value === undefined ? "unknown" : String(value);

const MACHINE: [string, Read][] = [
  ["machine", ({ detail }) => detail.summary.hostName],
  ["chip", ({ detail }) => detail.machine.chip],
  ["memory, GiB", ({ detail }) => String(detail.machine.ramGb)],
  ["system", ({ detail }) => detail.machine.osVersion],
  ["engine", ({ detail }) => unknown(detail.versions.engine)],
  ["engine version", ({ detail }) => unknown(detail.versions.engineVersion)],
  ["binary version", ({ detail }) => unknown(detail.versions.binary)],
];

const PLAN: [string, Read][] = [
  ["strategy", ({ detail }) => detail.plan.strategy],
  ["candidates", ({ detail }) => detail.plan.candidates.map(({ id }) => id).join(", ")],
  ["target context", ({ detail }) => detail.plan.targetContext.toLocaleString("en-US")],
  ["first-token gate", ({ detail }) => formatMs(detail.plan.gateTtftMs)],
  ["replicates, fit", ({ detail }) => String(detail.plan.stage1Replicates)],
  ["replicates, knobs", ({ detail }) => String(detail.plan.stage2Replicates)],
  ["kv_bits axis", ({ detail }) => detail.plan.kvBitsAxis.map(formatKnob).join(", ")],
  ["max_batch axis", ({ detail }) => detail.plan.maxBatchAxis.join(", ")],
  ["max_context axis", ({ detail }) => detail.plan.maxContextAxis.join(", ") || "target context"],
  ["tie band", ({ detail }) => formatPercent(detail.plan.tpsTieEpsilon)],
];

const took: Read = ({ detail: { summary } }) =>
  summary.startedAt === null || summary.endedAt === null
    ? "–"
    : formatDuration(Date.parse(summary.endedAt) - Date.parse(summary.startedAt));

const RESULT: [string, Read][] = [
  ["outcome", ({ detail }) => tuneOutcome(fateOf(detail.summary)).word],
  ["model", ({ subject }) => subject?.winner.model ?? "none"],
  ["kv_bits", ({ subject }) => (subject === null ? "–" : formatKnob(subject.knobs.kvBits))],
  ["max_batch", ({ subject }) => (subject === null ? "–" : formatKnob(subject.knobs.maxBatch))],
  ["max_context", ({ subject }) => (subject === null ? "–" : formatKnob(subject.knobs.maxContext))],
  [
    "decode rate",
    ({ subject }) => (subject === null ? "–" : `${subject.winner.tps.text}, ${subject.winner.tps.label}`),
  ],
  [
    "first token",
    ({ subject }) => (subject === null ? "–" : `${subject.winner.ttft.text}, ${subject.winner.ttft.label}`),
  ],
  ["flags", ({ subject }) => subject?.flags.join(", ") || "none"],
  ["recipe hash", ({ detail }) => detail.recommendation?.recipe_hash ?? "none"],
  ["took", took],
];

function gapCell(quantity: "tps" | "ttft", run: ComparedRun, baseline: ComparedRun): string {
  if (run === baseline) return "baseline";
  const result = againstBaseline(run, baseline);
  if (result === null) return "–";
  if (result.kind === "not_compared")
    return `not compared: different ${result.differing.map(({ field }) => field).join(", ")}`;
  const gap = result[quantity];
  return gap === null ? "not shown: one measurement a side" : gapText(quantity, gap);
}

/** The transposed table: what the runs are, were asked, and found; Δ against the pinned baseline last (H-16). */
export function compareGroups(runs: readonly ComparedRun[], baseline: ComparedRun): CompareGroup[] {
  const rowsOf = (fields: [string, Read][]): CompareRow[] =>
    fields.map(([field, read]) => {
      const cells = runs.map(read);
      return { field, cells, isEqual: new Set(cells).size === 1 };
    });
  const deltas: [string, Read][] = [
    ["Δ decode rate", (run) => gapCell("tps", run, baseline)],
    ["Δ first token", (run) => gapCell("ttft", run, baseline)],
  ];
  return [
    { title: "Found", rows: rowsOf([...RESULT, ...deltas]) },
    { title: "Asked", rows: rowsOf(PLAN) },
    { title: "Measured on", rows: rowsOf(MACHINE) },
  ];
}

/** `d`: only rows whose values are not all equal (H-15). */
export function onlyDifferences(groups: readonly CompareGroup[]): CompareGroup[] {
  return groups
    .map(({ title, rows }) => ({ title, rows: rows.filter(({ isEqual }) => !isEqual) }))
    .filter(({ rows }) => rows.length > 0);
}
