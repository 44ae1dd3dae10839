import type { ParameterSlice } from "../../prepare/proposals/parameter-slice.ts";
import type { ChartTheme } from "../chart-theme.ts";
import { drawDot, type Painting, type Scene, tint, widthOf, write } from "../marks.ts";
import { drawRing, drawRule } from "../pen.ts";

type SliceMark = ParameterSlice["marks"][number];

/** Neighbours near data, as they are drawn in one stroke; a gap stays a gap. */
function stretches(marks: readonly SliceMark[]): SliceMark[][] {
  const all: SliceMark[][] = [[]];
  for (const mark of marks) {
    if (mark.isDrawn) all.at(-1)?.push(mark);
    else if (all.at(-1)?.length !== 0) all.push([]);
  }
  return all.filter(({ length }) => length > 0);
}

function drawBand(scene: Scene, stretch: readonly SliceMark[]): void {
  const { pen, theme } = scene;
  pen.save();
  pen.beginPath();
  for (const mark of stretch) pen.lineTo(scene.x(mark.value), scene.y(mark.upper));
  for (const mark of stretch.toReversed()) pen.lineTo(scene.x(mark.value), scene.y(mark.lower));
  pen.closePath();
  pen.globalAlpha = 0.18;
  pen.fillStyle = theme.colour("series-1");
  pen.fill();
  pen.restore();
}

function drawLine(scene: Scene, stretch: readonly SliceMark[]): void {
  const { pen, theme } = scene;
  const colour = theme.colour("series-1");
  const [only] = stretch;
  if (stretch.length === 1 && only !== undefined) {
    const x = scene.x(only.value);
    drawRule(pen, [{ x, y: scene.y(only.lower) }, { x, y: scene.y(only.upper) }], { colour }); // biome-ignore format: one rule a line
    drawDot(scene, { x, y: scene.y(only.gain) }, { radius: 2.5, colour });
    return;
  }
  pen.save();
  pen.beginPath();
  for (const mark of stretch) pen.lineTo(scene.x(mark.value), scene.y(mark.gain));
  pen.setLineDash([5, 4]);
  pen.lineWidth = 1.8;
  pen.strokeStyle = colour;
  pen.stroke();
  pen.restore();
}

/** An upright rule with its name at the top, turned inwards near the right edge. */
function drawPlace(scene: Scene, value: number, look: { text: string; colour: string; row: number }): void {
  const { top, bottom, right } = scene.area;
  const x = scene.x(value);
  drawRule(scene.pen, [{ x, y: top }, { x, y: bottom }], { colour: look.colour }); // biome-ignore format: one rule a line
  const isInwards = x + 6 + widthOf(scene, look.text) > right;
  const at = { x: isInwards ? x - 5 : x + 5, y: top + 8 + 14 * look.row };
  const width = widthOf(scene, look.text);
  const ground = { x: isInwards ? at.x - width - 2 : at.x - 2, y: at.y - 7, width: width + 4, height: 14 };
  tint(scene, ground, { colour: scene.theme.colour("wall"), opacity: 0.85 });
  write(scene, at, { text: look.text, colour: look.colour, align: isInwards ? "right" : "left" });
}

/** C-14's marks: zero, band, dashed prediction, the rug of rated runs, live and proposal. */
export function paintSlice(view: ParameterSlice, theme: ChartTheme): Painting {
  const drawn = stretches(view.marks);
  return {
    theme,
    under: (scene) => {
      const { left, right } = scene.area;
      const y = scene.y(0);
      drawRule(scene.pen, [{ x: left, y }, { x: right, y }], { colour: theme.colour("edge") }); // biome-ignore format: one rule a line
      for (const stretch of drawn) drawBand(scene, stretch);
    },
    over: (scene) => {
      for (const stretch of drawn) drawLine(scene, stretch);
      const { bottom } = scene.area;
      for (const value of view.rug) {
        const x = scene.x(value);
        drawRule(scene.pen, [{ x, y: bottom - 7 }, { x, y: bottom }], { colour: theme.colour("ink-3") }); // biome-ignore format: one rule a line
      }
      drawPlace(scene, view.live, { text: `live ${view.live}`, colour: theme.colour("ink-2"), row: 0 });
      if (view.proposal !== view.live) {
        const text = `proposal ${view.proposal}`;
        drawPlace(scene, view.proposal, { text, colour: theme.colour("series-1"), row: 1 });
      }
      const active = view.marks[scene.active ?? -1];
      if (active?.isDrawn !== true) return;
      const at = { x: scene.x(active.value), y: scene.y(active.gain) };
      drawRing(scene.pen, at, { radius: 8, colour: theme.colour("wire") });
    },
  };
}
