import type { Chart, ChartType, Plugin } from "chart.js";
import type { ChartTheme } from "../chart-theme.ts";
import type { CellScatter } from "../prepare/cell-scatter.ts";
import type { ScatterCell } from "../prepare/scatter-cell.ts";
import { type Box, drawCross, drawMark, drawRing, drawRule, drawStar, type Spot } from "./pen.ts";
import { placeLabel } from "./place-label.ts";

declare module "chart.js" {
  interface PluginOptionsByType<TType extends ChartType> {
    /** A function, because the library wraps option values in proxies; `on…` names are never called by it. */
    cellMarks?: { onRead: () => { view: CellScatter; theme: ChartTheme } };
  }
}

/** Height above the plot where infeasible cells stand. */
export const RAIL_HEIGHT = 26;

interface Scene {
  chart: Chart;
  context: CanvasRenderingContext2D;
  view: CellScatter;
  theme: ChartTheme;
}

function sceneOf(chart: Chart): Scene | null {
  const given = chart.config.options?.plugins?.cellMarks?.onRead?.();
  return given ? { chart, context: chart.ctx, ...given } : null;
}

function spotOf({ chart }: Scene, x: number, y: number): Spot {
  return { x: chart.scales["x"]?.getPixelForValue(x) ?? 0, y: chart.scales["y"]?.getPixelForValue(y) ?? 0 };
}

interface Lettering {
  text: string;
  colour: string;
  weight?: number;
  align?: CanvasTextAlign;
}

function write(scene: Scene, at: Spot, look: Lettering): void {
  const { context, theme } = scene;
  context.save();
  context.font = `${look.weight ?? 400} ${theme.font.size}px ${theme.font.family}`;
  context.fillStyle = look.colour;
  context.textAlign = look.align ?? "left";
  context.textBaseline = "middle";
  context.fillText(look.text, at.x, at.y);
  context.restore();
}

function drawBand(scene: Scene): void {
  const { chart, context, view, theme } = scene;
  if (view.band === null || !chart.chartArea) return;
  const { left, right, top, bottom } = chart.chartArea;
  const high = Math.max(top, spotOf(scene, 0, view.band.high).y);
  const low = Math.min(bottom, spotOf(scene, 0, view.band.low).y);
  context.save();
  context.globalAlpha = 0.12;
  context.fillStyle = theme.colour("leaf");
  context.fillRect(left, high, right - left, Math.max(1, low - high));
  context.restore();
  write(
    scene,
    { x: left + 4, y: low - high > 14 ? low - 8 : low + 8 },
    { text: view.band.text, colour: theme.colour("ink-3") },
  );
}

function drawGate(scene: Scene): void {
  const { chart, view, theme } = scene;
  const { left, right, top, bottom } = chart.chartArea;
  const colour = theme.colour("ink-3");
  if (!view.gate.isInside) {
    write(scene, { x: right, y: bottom - 8 }, { text: `${view.gate.text} →`, colour, align: "right" });
    return;
  }
  const { x } = spotOf(scene, view.gate.ttftMs, view.y.min);
  drawRule(
    scene.context,
    [
      { x, y: top },
      { x, y: bottom },
    ],
    { colour: theme.colour("ink-2") },
  );
  const isRight = x - left > (right - left) / 2;
  write(
    scene,
    { x: isRight ? x - 5 : x + 5, y: top + 8 },
    { text: view.gate.text, colour, align: isRight ? "right" : "left" },
  );
}

function drawRail(scene: Scene): void {
  const { chart, view, theme } = scene;
  if (view.rail.length === 0) return;
  const { left, right, top } = chart.chartArea;
  const y = top - RAIL_HEIGHT / 2 - 2;
  const colour = theme.colour("ink-3");
  drawRule(
    scene.context,
    [
      { x: left, y: y + 10 },
      { x: right, y: y + 10 },
    ],
    { colour: theme.colour("line"), dash: [1, 3] },
  );
  write(scene, { x: left + 2, y }, { text: "infeasible", colour });
  let x = left + 70;
  for (const [index, mark] of view.rail.entries()) {
    const width = scene.context.measureText(mark.shortName).width + 26;
    if (x + width > right) {
      write(scene, { x: right, y }, { text: `and ${view.rail.length - index} more`, colour, align: "right" });
      return;
    }
    drawCross(scene.context, { x: x + 4, y }, theme.colour("ink-2"));
    write(scene, { x: x + 13, y }, { text: mark.shortName, colour });
    x += width;
  }
}

function drawCell(scene: Scene, cell: ScatterCell): Box {
  const { context, theme } = scene;
  const at = spotOf(scene, cell.ttftMs, cell.tps);
  drawRule(context, [spotOf(scene, cell.ttftMs, cell.tpsMin), spotOf(scene, cell.ttftMs, cell.tpsMax)], {
    colour: theme.colour("edge"),
  });
  for (const dot of cell.dots) {
    const spot = spotOf(scene, dot.ttftMs, dot.tps);
    context.save();
    context.beginPath();
    context.arc(spot.x, spot.y, 1.7, 0, 2 * Math.PI);
    context.fillStyle = theme.colour("edge");
    context.fill();
    context.restore();
  }
  const colour = theme.colour(cell.isKept ? "leaf" : "ink-2");
  drawMark(context, at, { shape: cell.shape, fill: cell.fill, colour, ground: theme.colour("wall") });
  if (cell.isKept) drawRing(context, at, { radius: 10, colour });
  const radius = cell.isKept ? 11 : 7;
  return { x: at.x - radius, y: at.y - radius, width: 2 * radius, height: 2 * radius };
}

/** The gate's line as a place no label may cross. */
function gateBox(scene: Scene): Box[] {
  if (!scene.view.gate.isInside) return [];
  const { top, bottom } = scene.chart.chartArea;
  const { x } = spotOf(scene, scene.view.gate.ttftMs, scene.view.y.min);
  return [{ x: x - 2, y: top, width: 4, height: bottom - top }];
}

function drawLabels(scene: Scene, marks: readonly Box[]): void {
  const { chart, context, view, theme } = scene;
  const { left, top, right, bottom } = chart.chartArea;
  const taken = [...marks, ...gateBox(scene)];
  const order = view.cells
    .map((cell, index) => ({ cell, index }))
    .sort((a, b) => Number(b.cell.isKept) - Number(a.cell.isKept));
  for (const { cell, index } of order) {
    const mark = marks[index];
    if (mark === undefined) continue;
    const weight = cell.isKept ? 600 : 400;
    context.font = `${weight} ${theme.font.size}px ${theme.font.family}`;
    const text = cell.isKept ? `${cell.shortName} kept` : cell.shortName;
    const width = context.measureText(text).width + (cell.isKept ? 14 : 0);
    const spot = { x: mark.x + mark.width / 2, y: mark.y + mark.height / 2, radius: mark.width / 2 };
    const box = placeLabel(
      spot,
      { width, height: 13 },
      { taken, area: { x: left, y: top, width: right - left, height: bottom - top } },
    );
    if (box === null) continue;
    taken.push(box);
    const y = box.y + box.height / 2;
    if (cell.isKept) drawStar(context, { x: box.x + 5, y: y - 0.5 }, theme.colour("leaf"));
    write(
      scene,
      { x: box.x + (cell.isKept ? 14 : 0), y },
      { text, colour: theme.colour(cell.isKept ? "ink" : "ink-3"), weight },
    );
  }
}

/** C-03's marks: tie band, gate, whiskers, single measurements, shapes, the kept cell's star and ring, the infeasible rail. */
export const cellMarks: Plugin = {
  id: "cellMarks",
  beforeDatasetsDraw(chart) {
    const scene = sceneOf(chart);
    if (scene === null) return;
    drawBand(scene);
    drawGate(scene);
  },
  afterDatasetsDraw(chart) {
    const scene = sceneOf(chart);
    if (scene === null) return;
    drawRail(scene);
    const marks = scene.view.cells.map((cell) => drawCell(scene, cell));
    drawLabels(scene, marks);
    const active = scene.view.cells[chart.getActiveElements()[0]?.index ?? -1];
    if (active)
      drawRing(scene.context, spotOf(scene, active.ttftMs, active.tps), {
        radius: 13,
        colour: scene.theme.colour("wire"),
      });
  },
};
