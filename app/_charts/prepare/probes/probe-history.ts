import type { KnobSettings } from "../../../../core/serving/knobs.ts";
import { formatKnobs } from "../../../../core/units/knobs.ts";
import { formatLatency, formatTps } from "../../../../core/units/quantities.ts";
import { type Axis, fitAxis } from "../axis.ts";
import type { ChartView } from "../chart-view.ts";
import { rateFigure } from "../rate-figure.ts";
import { head, numberValue, type TwinTable, wordValue } from "../twin-table.ts";

/** One load level of one finished probe. */
export interface ProbedLevel {
  probeId: string;
  level: number;
  /** Milliseconds since the epoch. */
  atMs: number;
  profile: string;
  load: string;
  model: string;
  knobs: KnobSettings | null;
  /** Median decode rate, tok/s; null when nothing was measured. */
  tps: number | null;
  /** Median first token, ms; null where none may be shown. */
  ttftMs: number | null;
  n: number;
  /** Null stands beside no other (M10). */
  cmpKey: string | null;
}

/** Levels that may be joined by a line, oldest first. */
interface ProbeSeries {
  name: string;
  points: ProbedLevel[];
}

export interface ProbeHistory extends ChartView {
  x: Axis & { title: string };
  y: Axis & { title: string };
  ttft: Axis & { title: string };
  series: ProbeSeries[];
}

const HEADS = [
  head("at", "when (UTC)", false),
  head("profile", "profile", false),
  head("load", "load", false),
  head("model", "model", false),
  head("settings", "settings", false),
  head("decode_tps_median", "tok/s median"),
  head("ttft_median_ms", "TTFT ms median"),
  head("n", "n"),
];

const settingsOf = (point: ProbedLevel): string => (point.knobs === null ? "unknown" : formatKnobs(point.knobs));
const utc = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16).replace("T", " ");

function textOf(point: ProbedLevel): string {
  const rate = point.tps === null ? "not measured" : `${formatTps(point.tps)}, median of ${point.n}`;
  const first = point.ttftMs === null ? "" : `; first token ${formatLatency(point.ttftMs)}, median of ${point.n}`;
  return `${utc(point.atMs)} UTC, ${point.profile}, ${point.load}, ${point.model}: ${rate}${first}.`;
}

/** No line, mean or ratio crosses an unequal key (H-54): each key is a series, and a level without one stands alone. */
function seriesOf(levels: readonly ProbedLevel[]): ProbeSeries[] {
  const groups = Map.groupBy(levels, (point) => point.cmpKey ?? `${point.probeId}.${point.level}`);
  return [...groups.values()].map((points) => {
    const [first] = points;
    return { name: first === undefined ? "" : `${first.profile}, ${first.load}, ${first.model}`, points };
  });
}

function twinOf(series: readonly ProbeSeries[]): TwinTable {
  const rows = series.flatMap(({ points }, dataset) => points.map((point, index) => ({ point, dataset, index })));
  return {
    heads: HEADS,
    rows: rows
      .toSorted((left, right) => left.point.atMs - right.point.atMs || left.point.level - right.point.level)
      .map(({ point, dataset, index }) => ({
        id: `${point.probeId}.${point.level}`,
        text: textOf(point),
        at: point.tps === null ? null : { dataset, index },
        values: [
          wordValue(utc(point.atMs)),
          wordValue(point.profile),
          wordValue(point.load),
          wordValue(point.model),
          wordValue(settingsOf(point)),
          numberValue(point.tps, rateFigure),
          numberValue(point.ttftMs, (ms) => ms.toFixed(0)),
          wordValue(String(point.n)),
        ],
      })),
  };
}

function sentenceOf(levels: readonly ProbedLevel[], series: readonly ProbeSeries[]): string {
  const newest = levels.findLast((point) => point.tps !== null);
  if (newest === undefined || newest.tps === null) return "No probe has measured this machine's provider yet.";
  const now = `${formatTps(newest.tps)} (median of ${newest.n}) with ${newest.profile}, ${newest.load}`;
  const mates =
    series.find(({ points }) => points.includes(newest))?.points.filter((point) => point.tps !== null) ?? [];
  if (mates.length < 2) return `The newest probe decoded ${now}; nothing earlier may stand beside it.`;
  const rates = mates.slice(0, -1).flatMap((point) => point.tps ?? []);
  const range = `${formatTps(Math.min(...rates))} to ${formatTps(Math.max(...rates))}`;
  return `The newest probe decoded ${now}; ${rates.length === 1 ? "the one" : `the ${rates.length}`} before it under the same conditions, ${range}.`;
}

const dayTicks = (axis: Axis): Axis => ({ ...axis, ticks: axis.ticks.filter((_, index) => index % 2 === 0) });

/** How a machine's provider measured over time; `levels` in any order. */
export function prepareProbeHistory(input: readonly ProbedLevel[]): ProbeHistory {
  const levels = input.toSorted((left, right) => left.atMs - right.atMs || left.level - right.level);
  const series = seriesOf(levels);
  const y = fitAxis(
    levels.flatMap((point) => point.tps ?? []),
    5,
  );
  const ttft = fitAxis(
    levels.flatMap((point) => point.ttftMs ?? []),
    4,
  );
  return {
    question: "Does it still serve as it did?",
    sentence: sentenceOf(levels, series),
    caption: `One mark a load level; only levels of one comparison key are joined, a gap stays a gap.${y.isLog || ttft.isLog ? " Each gridline ×10." : ""}`,
    n: levels.reduce((sum, point) => sum + (point.tps === null ? 0 : point.n), 0),
    x: { ...dayTicks(fitAxis(levels.map((point) => point.atMs))), isLog: false, title: "when the probe ended, UTC" },
    y: { ...y, title: "decode rate, tok/s (median), above first token, ms (median)" },
    ttft: { ...ttft, title: "first token, ms (median)" },
    series,
    twin: twinOf(series),
  };
}
