import type { Chart, ChartType, Plugin } from "chart.js";
import type { KeepDecision } from "../../../core/autotune/keep-best.ts";
import type { ChartTheme } from "../chart-theme.ts";
import type { PathPoint, SearchPath } from "../prepare/search-path.ts";
import { drawCross, drawRing, type Spot } from "./pen.ts";

declare module "chart.js" {
  interface PluginOptionsByType<TType extends ChartType> {
    pathMarks?: { onRead: () => { view: SearchPath; theme: ChartTheme } };
  }
}

function spotOf(chart: Chart, point: PathPoint): Spot {
  const x = chart.scales["x"]?.getPixelForValue(point.step) ?? 0;
  const y = point.tps === null ? chart.chartArea.bottom - 10 : (chart.scales["y"]?.getPixelForValue(point.tps) ?? 0);
  return { x, y };
}

function drawAccepted(context: CanvasRenderingContext2D, at: Spot, colour: string): void {
  context.save();
  context.beginPath();
  context.moveTo(at.x, at.y - 6.5);
  context.lineTo(at.x + 6, at.y + 4.5);
  context.lineTo(at.x - 6, at.y + 4.5);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.restore();
}

function drawRejected(context: CanvasRenderingContext2D, at: Spot, colour: string): void {
  context.save();
  context.beginPath();
  context.arc(at.x, at.y, 3, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  context.restore();
}

/** The rule in the words that fit beside a mark. */
const RULE_LINES: Record<KeepDecision, string[]> = {
  first: ["first"],
  faster: ["faster"],
  "earlier-first-token": ["tie band,", "earlier token"],
  "not-better": ["not better"],
  infeasible: ["infeasible"],
};

function drawRuleName(chart: Chart, point: PathPoint, look: { theme: ChartTheme; room: number }): void {
  const { ctx: context, chartArea } = chart;
  const { theme, room } = look;
  const at = spotOf(chart, point);
  const lines = RULE_LINES[point.decision];
  context.save();
  context.font = `${theme.font.size}px ${theme.font.family}`;
  context.fillStyle = theme.colour("ink-3");
  context.textAlign = "center";
  context.textBaseline = "middle";
  if (Math.max(...lines.map((line) => context.measureText(line).width)) > room - 4) {
    context.restore();
    return;
  }
  const isAbove = point.tps === null || at.y + 16 + lines.length * 13 > chartArea.bottom;
  lines.forEach((line, index) => {
    const offset = isAbove ? -16 - (lines.length - 1 - index) * 13 : 17 + index * 13;
    context.fillText(line, at.x, at.y + offset);
  });
  context.restore();
}

/** C-04's marks over the step line: ▲ accepted, · rejected, ✕ infeasible on the floor, each with the rule that decided. */
export const pathMarks: Plugin = {
  id: "pathMarks",
  afterDatasetsDraw(chart) {
    const given = chart.config.options?.plugins?.pathMarks?.onRead?.();
    if (!given) return;
    const { view, theme } = given;
    const room = (chart.chartArea.right - chart.chartArea.left) / Math.max(1, view.points.length);
    const lastAccepted = view.points.findLast((point) => point.isAccepted);
    for (const point of view.points) {
      const at = spotOf(chart, point);
      if (point.tps === null) drawCross(chart.ctx, at, theme.colour("ink-2"));
      else if (point.isAccepted) drawAccepted(chart.ctx, at, theme.colour(point === lastAccepted ? "leaf" : "ink-2"));
      else drawRejected(chart.ctx, at, theme.colour("edge"));
      drawRuleName(chart, point, { theme, room });
    }
    const active = view.points[chart.getActiveElements()[0]?.index ?? -1];
    if (active) drawRing(chart.ctx, spotOf(chart, active), { radius: 11, colour: theme.colour("wire") });
  },
};
