import { formatPercent } from "../../../../core/units/quantities.ts";
import type { CellsApart, StripCell } from "../../prepare/cells/cells-apart.ts";
import type { ChartTheme } from "../chart-theme.ts";
import { drawDot, type Painting, type Scene, tint, widthOf, write } from "../marks.ts";
import { drawRing, drawRule } from "../pen.ts";

/** Where the k-th of n values of a cell stands: side by side in measured order, so that none hides another. */
export function stripX(place: number, order: number, count: number): number {
  return count < 2 ? place : place - 0.2 + (0.4 * order) / (count - 1);
}

function drawBand(scene: Scene, { band }: CellsApart): void {
  if (band === null) return;
  const { top, bottom } = scene.panel("y");
  const high = Math.max(top, scene.y(band.high));
  const low = Math.min(bottom, scene.y(band.low));
  const { left, right } = scene.area;
  const box = { x: left, y: high, width: right - left, height: Math.max(1, low - high) };
  tint(scene, box, { colour: scene.theme.colour("leaf"), opacity: 0.12 });
  const colour = scene.theme.colour("ink-3");
  write(scene, { x: right - 4, y: low - high > 14 ? low - 8 : low + 8 }, { text: band.text, colour, align: "right" });
}

function drawMedian(scene: Scene, place: number, at: { value: number; axis: string; colour: string }): void {
  const y = scene.y(at.value, at.axis);
  const ends = [scene.x(place - 0.28), scene.x(place + 0.28)] as const;
  drawRule(
    scene.pen,
    [
      { x: ends[0], y },
      { x: ends[1], y },
    ],
    { colour: at.colour, width: 2 },
  );
}

function drawCell(scene: Scene, cell: StripCell, place: number): void {
  const { theme } = scene;
  const colour = theme.colour(cell.isKept ? "leaf" : "ink-2");
  const panels = [
    { axis: "y", values: cell.tps, value: cell.tpsMedian },
    { axis: "ttft", values: cell.ttftMs, value: cell.ttftMedianMs },
  ];
  for (const panel of panels) {
    drawMedian(scene, place, { value: panel.value, axis: panel.axis, colour });
    panel.values.forEach((value, order) => {
      const x = scene.x(stripX(place, order, panel.values.length));
      drawDot(scene, { x, y: scene.y(value, panel.axis) }, { radius: 3, colour });
    });
  }
  const text = cell.cv === null ? "" : formatPercent(cell.cv);
  const room = scene.x(1) - scene.x(0);
  if (widthOf(scene, text) > room - 4) return;
  write(scene, { x: scene.x(place), y: scene.area.top - 8 }, { text, colour: theme.colour("ink-3"), align: "center" });
}

/** C-07's marks: single values, median ticks, the tie band, and each cell's CV above it. */
export function paintStrips(view: CellsApart, theme: ChartTheme): Painting {
  return {
    theme,
    under: (scene) => drawBand(scene, view),
    over: (scene) => {
      view.cells.forEach((cell, place) => {
        drawCell(scene, cell, place);
      });
      if (scene.active === null) return;
      let before = 0;
      view.cells.forEach((cell, place) => {
        const order = (scene.active ?? 0) - before;
        before += cell.tps.length;
        if (order < 0 || order >= cell.tps.length) return;
        const x = scene.x(stripX(place, order, cell.tps.length));
        const colour = theme.colour("wire");
        drawRing(scene.pen, { x, y: scene.y(cell.tps[order] ?? 0) }, { radius: 8, colour });
        drawRing(scene.pen, { x, y: scene.y(cell.ttftMs[order] ?? 0, "ttft") }, { radius: 8, colour });
      });
    },
  };
}
