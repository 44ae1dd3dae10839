import type { HeatBias } from "../../prepare/bias/heat-bias.ts";
import type { ChartTheme } from "../chart-theme.ts";
import { drawDot, type Painting, type Scene, tint, widthOf, write } from "../marks.ts";
import { drawRing, drawRule, type Spot } from "../pen.ts";

type Point = HeatBias["points"][number];

/** Every second block stands on a tint, with its name above. */
function drawBlocks(scene: Scene, view: HeatBias): void {
  view.blocks.forEach((block, index) => {
    const from = view.points[block.from]?.order ?? 1;
    const to = view.points[block.to]?.order ?? from;
    const [left, right] = [scene.x(from - 0.5), scene.x(to + 0.5)];
    const { top, bottom } = scene.area;
    if (index % 2 === 1) {
      const box = { x: left, y: top, width: right - left, height: bottom - top };
      tint(scene, box, { colour: scene.theme.colour("sunk"), opacity: 1 });
    }
    if (widthOf(scene, block.text) > right - left - 4) return;
    const at = { x: (left + right) / 2, y: top - 8 };
    write(scene, at, { text: block.text, colour: scene.theme.colour("ink-3"), align: "center" });
  });
}

function drawZero(scene: Scene): void {
  const y = scene.y(0);
  const { left, right } = scene.area;
  drawRule(
    scene.pen,
    [
      { x: left, y },
      { x: right, y },
    ],
    { colour: scene.theme.colour("edge") },
  );
}

function drawDiamond({ pen }: Scene, at: Spot, colour: string): void {
  pen.save();
  pen.beginPath();
  pen.moveTo(at.x, at.y - 5);
  pen.lineTo(at.x + 5, at.y);
  pen.lineTo(at.x, at.y + 5);
  pen.lineTo(at.x - 5, at.y);
  pen.closePath();
  pen.fillStyle = colour;
  pen.fill();
  pen.restore();
}

function drawDeviation(scene: Scene, point: Point): void {
  if (point.deviationPercent === null) return;
  const at = { x: scene.x(point.order), y: scene.y(point.deviationPercent) };
  if (point.kind === "sentinel") drawDiamond(scene, at, scene.theme.colour("series-1"));
  else drawDot(scene, at, { radius: 3, colour: scene.theme.colour("ink-2") });
}

/** A line from one to the next; a value that is missing is a gap. */
function drawTrace(
  scene: Scene,
  trace: { points: readonly Point[]; axis: string; colour: string },
  read: (point: Point) => number | null,
): void {
  const { pen } = scene;
  const spots = trace.points.map((point) => {
    const value = read(point);
    return value === null ? null : { x: scene.x(point.order), y: scene.y(value, trace.axis) };
  });
  pen.save();
  pen.beginPath();
  spots.forEach((spot, index) => {
    if (spot === null) return;
    if (spots[index - 1]) pen.lineTo(spot.x, spot.y);
    else pen.moveTo(spot.x, spot.y);
  });
  pen.strokeStyle = trace.colour;
  pen.lineWidth = 1.2;
  pen.stroke();
  pen.restore();
  for (const spot of spots) if (spot !== null) drawDot(scene, spot, { radius: 2, colour: trace.colour });
}

/** C-06's marks: blocks, values and sentinel around zero, and below them what the machine said of itself. */
export function paintBias(view: HeatBias, theme: ChartTheme): Painting {
  const sentinels = view.points.filter((point) => point.kind === "sentinel");
  return {
    theme,
    under: (scene) => {
      drawBlocks(scene, view);
      drawZero(scene);
    },
    over: (scene) => {
      const blue = theme.colour("series-1");
      drawTrace(scene, { points: sentinels, axis: "y", colour: blue }, (point) => point.deviationPercent);
      for (const point of view.points) drawDeviation(scene, point);
      const ink = theme.colour("ink-2");
      if (view.thermal !== null)
        drawTrace(scene, { points: view.points, axis: "thermal", colour: ink }, (point) => point.thermal);
      if (view.load !== null)
        drawTrace(scene, { points: view.points, axis: "load", colour: ink }, (point) => point.load);
      const active = view.points[scene.active ?? -1];
      if (active === undefined || active.deviationPercent === null) return;
      const at = { x: scene.x(active.order), y: scene.y(active.deviationPercent) };
      drawRing(scene.pen, at, { radius: 9, colour: theme.colour("wire") });
    },
  };
}
