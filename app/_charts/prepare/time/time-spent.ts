import { modelLabel } from "../../../../core/serving/model-id.ts";
import { formatDuration, formatElapsed } from "../../../../core/units/durations.ts";
import type { Axis } from "../axis.ts";
import type { ChartView } from "../chart-view.ts";
import { head, numberValue, type TwinTable, wordValue } from "../twin-table.ts";
import { type PhaseSpan, phaseSpans, type SpentInput } from "./phase-spans.ts";
import { timeAxis } from "./time-axis.ts";

export interface TimeSpent extends ChartView {
  x: Axis & { title: string };
  /** One line of the drawing each, from the top. */
  lanes: string[];
  bars: (PhaseSpan & { laneIndex: number })[];
  /** Seconds after the start at which the run is cut off; null when beyond the axis. */
  budgetS: number | null;
}

const HEADS = [
  head("phase", "phase", false),
  head("start_s", "start"),
  head("duration_s", "duration"),
  head("measuring_s", "of it measuring"),
  head("result", "result", false),
];

const seconds = (value: number): string => formatDuration(value * 1000);

function textOf(span: PhaseSpan): string {
  const measured = span.measuredS === null ? "" : `, ${seconds(span.measuredS)} of it measuring`;
  return `${span.phase}: from ${formatElapsed(span.startS * 1000)}, ${seconds(span.endS - span.startS)}${measured}; ${span.result}.`;
}

function twinOf(spans: readonly PhaseSpan[]): TwinTable {
  return {
    heads: HEADS,
    rows: spans.map((span, index) => ({
      id: span.id,
      text: textOf(span),
      at: { dataset: 0, index },
      ...(span.subject === null ? {} : { subject: span.subject }),
      values: [
        wordValue(span.phase),
        numberValue(span.startS, (value) => formatElapsed(value * 1000)),
        numberValue(span.endS - span.startS, seconds),
        numberValue(span.measuredS, seconds),
        wordValue(span.result),
      ],
    })),
  };
}

function sentenceOf(spans: readonly PhaseSpan[], totalS: number): string {
  if (spans.length === 0) return "Nothing has been finished yet.";
  const sumOf = (kind: PhaseSpan["kind"]) =>
    spans.filter((span) => span.kind === kind).reduce((sum, span) => sum + span.endS - span.startS, 0);
  const measured = spans.reduce((sum, span) => sum + (span.measuredS ?? 0), 0);
  const parts = (
    [
      ["finding the model", sumOf("stage1")],
      ["its knob settings", sumOf("stage2")],
      ["confirming", sumOf("confirm")],
    ] as const
  ).flatMap(([name, value]) => (value > 0 ? [`${seconds(value)} for ${name}`] : []));
  return `${seconds(totalS)} in all: ${parts.join(", ")}; ${seconds(measured)} of it was measuring, the rest loading, warming up and checking.`;
}

/** C-05: where did the time go. A row's span ends when it was stored and begins where the one before ended. */
export function prepareTimeSpent(input: SpentInput): TimeSpent {
  const spans = phaseSpans(input);
  const lanes = [...new Set(spans.map((span) => span.lane))];
  const totalS = Math.max(0, ...spans.map((span) => span.endS));
  const x = timeAxis(totalS);
  const isBudgetNear = input.budgetS <= x.max;
  const model = input.trials.find((trial) => trial.stage === 2)?.model;
  const cells = model === undefined ? "" : ` Cells are those of ${modelLabel(model)}.`;
  return {
    question: "Where did the time go?",
    sentence: sentenceOf(spans, totalS),
    caption: `Light: loading, warming up, checking; full: measuring. The run may take ${formatDuration(input.budgetS * 1000)}.${cells} Choosing a bar opens that moment.`,
    n: spans.length,
    x: { ...x, title: "elapsed, min:s" },
    y: { title: "phase" },
    lanes,
    bars: spans.map((span) => ({ ...span, laneIndex: lanes.indexOf(span.lane) })),
    budgetS: isBudgetNear ? input.budgetS : null,
    twin: twinOf(spans),
  };
}
