import type { CellScatter } from "../../prepare/scatter/cell-scatter.ts";
import type { ScatterCell } from "../../prepare/scatter/scatter-cell.ts";
import type { ChartTheme } from "../chart-theme.ts";
import { drawDot, type Painting, type Scene, tint, widthOf, write } from "../marks.ts";
import { type Box, drawCross, drawMark, drawRing, drawRule, drawStar } from "../pen.ts";
import { placeLabel } from "../place-label.ts";

/** Height above the plot where infeasible cells stand. */
export const RAIL_HEIGHT = 26;

type CellScene = Scene & { view: CellScatter };

function drawBand(scene: CellScene): void {
  const { view, theme, area } = scene;
  if (view.band === null) return;
  const high = Math.max(area.top, scene.y(view.band.high));
  const low = Math.min(area.bottom, scene.y(view.band.low));
  const box = { x: area.left, y: high, width: area.right - area.left, height: Math.max(1, low - high) };
  tint(scene, box, { colour: theme.colour("leaf"), opacity: 0.12 });
  const y = low - high > 14 ? low - 8 : low + 8;
  write(scene, { x: area.right - 4, y }, { text: view.band.text, colour: theme.colour("ink-3"), align: "right" });
}

function drawGate(scene: CellScene): void {
  const { view, theme, area } = scene;
  const { left, right, top, bottom } = area;
  const colour = theme.colour("ink-3");
  if (!view.gate.isInside) {
    write(scene, { x: right, y: bottom - 8 }, { text: `${view.gate.text} →`, colour, align: "right" });
    return;
  }
  const x = scene.x(view.gate.ttftMs);
  const rule = [
    { x, y: top },
    { x, y: bottom },
  ] as const;
  drawRule(scene.pen, rule, { colour: theme.colour("ink-2") });
  const isRight = x - left > (right - left) / 2;
  const align = isRight ? "right" : "left";
  write(scene, { x: isRight ? x - 5 : x + 5, y: top + 8 }, { text: view.gate.text, colour, align });
}

function drawRail(scene: CellScene): void {
  const { view, theme, area, pen } = scene;
  if (view.rail.length === 0) return;
  const { left, right, top } = area;
  const y = top - RAIL_HEIGHT / 2 - 2;
  const colour = theme.colour("ink-3");
  const rule = [
    { x: left, y: y + 10 },
    { x: right, y: y + 10 },
  ] as const;
  drawRule(pen, rule, { colour: theme.colour("line"), dash: [1, 3] });
  write(scene, { x: left + 2, y }, { text: "infeasible", colour });
  let x = left + 70;
  for (const [index, mark] of view.rail.entries()) {
    const width = widthOf(scene, mark.shortName) + 26;
    if (x + width > right) {
      write(scene, { x: right, y }, { text: `and ${view.rail.length - index} more`, colour, align: "right" });
      return;
    }
    drawCross(pen, { x: x + 4, y }, theme.colour("ink-2"));
    write(scene, { x: x + 13, y }, { text: mark.shortName, colour });
    x += width;
  }
}

function drawWhiskers(scene: CellScene, cell: ScatterCell): void {
  const { pen, theme } = scene;
  const look = { colour: theme.colour("edge") };
  const x = scene.x(cell.ttftMs);
  const y = scene.y(cell.tps);
  const [top, bottom] = [scene.y(cell.tpsMax), scene.y(cell.tpsMin)];
  drawRule(pen, [{ x, y: top }, { x, y: bottom }], look); // biome-ignore format: one rule a line
  drawRule(pen, [{ x: scene.x(cell.ttftMinMs), y }, { x, y }], look); // biome-ignore format: one rule a line
  for (const end of [top, bottom]) drawRule(pen, [{ x: x - 3, y: end }, { x: x + 3, y: end }], look); // biome-ignore format: one rule a line
}

function drawCell(scene: CellScene, cell: ScatterCell): Box {
  const { pen, theme } = scene;
  const at = { x: scene.x(cell.ttftMs), y: scene.y(cell.tps) };
  drawWhiskers(scene, cell);
  for (const dot of cell.dots) {
    drawDot(scene, { x: scene.x(dot.ttftMs), y: scene.y(dot.tps) }, { radius: 1.7, colour: theme.colour("edge") });
  }
  const colour = theme.colour(cell.isKept ? "leaf" : "ink-2");
  drawMark(pen, at, { shape: cell.shape, fill: cell.fill, colour, ground: theme.colour("wall") });
  if (cell.isBaseline) drawRing(pen, at, { radius: cell.isKept ? 13 : 9, colour: theme.colour("ink"), dash: [2, 2] });
  if (cell.isKept) drawRing(pen, at, { radius: 10, colour });
  const radius = cell.isKept ? 11 : 7;
  return { x: at.x - radius, y: at.y - radius, width: 2 * radius, height: 2 * radius };
}

/** The gate's line as a place no label may cross. */
function gateBox(scene: CellScene): Box[] {
  if (!scene.view.gate.isInside) return [];
  const { top, bottom } = scene.area;
  return [{ x: scene.x(scene.view.gate.ttftMs) - 2, y: top, width: 4, height: bottom - top }];
}

/** Whiskers as places no label may cross. */
function whiskerBoxes(scene: CellScene, cell: ScatterCell): Box[] {
  const [x, y] = [scene.x(cell.ttftMs), scene.y(cell.tps)];
  const left = scene.x(cell.ttftMinMs);
  const top = scene.y(cell.tpsMax);
  return [
    { x: left, y: y - 1, width: x - left, height: 2 },
    { x: x - 1, y: top, width: 2, height: scene.y(cell.tpsMin) - top },
  ];
}

function drawLabels(scene: CellScene, marks: readonly Box[]): void {
  const { left, top, right, bottom } = scene.area;
  const area = { x: left, y: top, width: right - left, height: bottom - top };
  const taken = [...marks, ...gateBox(scene), ...scene.view.cells.flatMap((cell) => whiskerBoxes(scene, cell))];
  const order = scene.view.cells
    .map((cell, index) => ({ cell, mark: marks[index] }))
    .sort((a, b) => Number(b.cell.isKept) - Number(a.cell.isKept));
  for (const { cell, mark } of order) {
    if (mark === undefined) continue;
    const weight = cell.isKept ? 600 : 400;
    const width = widthOf(scene, cell.labelText, weight) + (cell.isKept ? 14 : 0);
    const spot = { x: mark.x + mark.width / 2, y: mark.y + mark.height / 2, radius: mark.width / 2 };
    const box = placeLabel(spot, { width, height: 13 }, { taken, area });
    if (box === null) continue;
    taken.push(box);
    const y = box.y + box.height / 2;
    if (cell.isKept) drawStar(scene.pen, { x: box.x + 5, y: y - 0.5 }, scene.theme.colour("leaf"));
    const colour = scene.theme.colour(cell.isKept ? "ink" : "ink-3");
    write(scene, { x: box.x + (cell.isKept ? 14 : 0), y }, { text: cell.labelText, colour, weight });
  }
}

/** C-03's marks: tie band, gate, whiskers, single measurements, shapes, the kept cell's star and ring, the baseline's ring, the infeasible rail. */
export function paintCells(view: CellScatter, theme: ChartTheme): Painting {
  return {
    theme,
    under: (scene) => {
      drawBand({ ...scene, view });
      drawGate({ ...scene, view });
    },
    over: (plain) => {
      const scene = { ...plain, view };
      drawRail(scene);
      const marks = view.cells.map((cell) => drawCell(scene, cell));
      drawLabels(scene, marks);
      const active = view.cells[scene.active ?? -1];
      if (active === undefined) return;
      const at = { x: scene.x(active.ttftMs), y: scene.y(active.tps) };
      drawRing(scene.pen, at, { radius: 15, colour: theme.colour("wire") });
    },
  };
}
