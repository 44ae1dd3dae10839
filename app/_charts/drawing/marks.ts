import type { Chart, ChartType, Plugin } from "chart.js";
import type { ChartTheme } from "./chart-theme.ts";
import { type Box, drawRule, type Spot } from "./pen.ts";

declare module "chart.js" {
  interface PluginOptionsByType<TType extends ChartType> {
    /** A function, because the library wraps option values in proxies; `on…` names are never called by it. */
    houseMarks?: { onRead: () => Painting };
  }
}

/** Where a chart's own marks are painted: the pen, the axes as functions, and the theme. */
export interface Scene {
  pen: CanvasRenderingContext2D;
  theme: ChartTheme;
  /** The plot; panels have an area of their own. */
  area: { left: number; right: number; top: number; bottom: number };
  x: (value: number) => number;
  y: (value: number, axis?: string) => number;
  panel: (axis: string) => { top: number; bottom: number };
  /** Index of the mark under the crosshair. */
  active: number | null;
}

/** What a chart paints under and over the library's datasets. */
export interface Painting {
  theme: ChartTheme;
  under?: (scene: Scene) => void;
  over?: (scene: Scene) => void;
}

function sceneOf(chart: Chart, theme: ChartTheme): Scene {
  return {
    pen: chart.ctx,
    theme,
    area: chart.chartArea,
    x: (value) => chart.scales["x"]?.getPixelForValue(value) ?? 0,
    y: (value, axis = "y") => chart.scales[axis]?.getPixelForValue(value) ?? 0,
    panel: (axis) => {
      const { top = 0, bottom = 0 } = chart.scales[axis] ?? {};
      return { top, bottom };
    },
    active: chart.getActiveElements()[0]?.index ?? null,
  };
}

function drawCrosshair(chart: Chart, theme: ChartTheme): void {
  const element = chart.getActiveElements()[0]?.element;
  if (element === undefined || !Number.isFinite(element.x)) return;
  const { top, bottom } = chart.chartArea;
  const rule: [Spot, Spot] = [
    { x: element.x, y: top },
    { x: element.x, y: bottom },
  ];
  drawRule(chart.ctx, rule, { colour: theme.colour("edge"), dash: [2, 3] });
}

/** The one plugin of the house: what a chart paints itself, and the crosshair's rule. */
export const houseMarks: Plugin = {
  id: "houseMarks",
  beforeDatasetsDraw(chart) {
    const painting = chart.config.options?.plugins?.houseMarks?.onRead?.();
    if (!painting || !chart.chartArea) return;
    painting.under?.(sceneOf(chart, painting.theme));
    drawCrosshair(chart, painting.theme);
  },
  afterDatasetsDraw(chart) {
    const painting = chart.config.options?.plugins?.houseMarks?.onRead?.();
    if (painting) painting.over?.(sceneOf(chart, painting.theme));
  },
};

export interface Lettering {
  text: string;
  colour: string;
  weight?: number;
  align?: CanvasTextAlign;
}

/** A line of text, its middle at the spot's height. */
export function write({ pen, theme }: Scene, at: Spot, look: Lettering): void {
  pen.save();
  pen.font = fontOf(theme, look.weight);
  pen.fillStyle = look.colour;
  pen.textAlign = look.align ?? "left";
  pen.textBaseline = "middle";
  pen.fillText(look.text, at.x, at.y);
  pen.restore();
}

/** Width of a text in tick size, pixels. */
export function widthOf({ pen, theme }: Scene, text: string, weight = 400): number {
  pen.save();
  pen.font = fontOf(theme, weight);
  const { width } = pen.measureText(text);
  pen.restore();
  return width;
}

function fontOf(theme: ChartTheme, weight = 400): string {
  return `${weight} ${theme.font.size}px ${theme.font.family}`;
}

/** A flat tint over a part of the plot, a tie band for example. */
export function tint({ pen }: Scene, box: Box, look: { colour: string; opacity: number }): void {
  pen.save();
  pen.globalAlpha = look.opacity;
  pen.fillStyle = look.colour;
  pen.fillRect(box.x, box.y, box.width, box.height);
  pen.restore();
}

/** One measurement. */
export function drawDot({ pen }: Scene, at: Spot, look: { radius: number; colour: string }): void {
  pen.save();
  pen.beginPath();
  pen.arc(at.x, at.y, look.radius, 0, 2 * Math.PI);
  pen.fillStyle = look.colour;
  pen.fill();
  pen.restore();
}
