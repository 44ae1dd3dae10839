import type { BoardLead, BoardPlace } from "../../prepare/ratings/board-lead.ts";
import type { ChartTheme } from "../chart-theme.ts";
import { type Painting, type Scene, widthOf, write } from "../marks.ts";
import { drawMark, drawRing, drawRule, drawStar, type Spot } from "../pen.ts";

function drawPlace(scene: Scene, place: BoardPlace, y: number): void {
  const { pen, theme } = scene;
  const [low, value, high] = [place.effect.lower, place.effect.mean, place.effect.upper].map(scene.x);
  if (low === undefined || value === undefined || high === undefined) return;
  const colour = theme.colour("series-1");
  const rule = (from: Spot, to: Spot) => drawRule(pen, [from, to], { colour });
  rule({ x: low, y }, { x: high, y });
  for (const x of [low, high]) rule({ x, y: y - 4 }, { x, y: y + 4 });
  drawMark(pen, { x: value, y }, { shape: "circle", fill: 0, colour, ground: theme.colour("wall") });
  if (place.crown === null) return;
  drawStar(pen, { x: value, y: y - 13 }, theme.colour("leaf"));
  const room = scene.area.right - value - 10;
  const look = { text: place.crown, colour: theme.colour("leaf"), weight: 500 };
  if (widthOf(scene, look.text, 500) <= room) write(scene, { x: value + 10, y: y - 13 }, look);
}

/** C-09's marks: an estimate as a hollow dot with its interval, the crown as star and word, the class mean dashed. */
export function paintBoardLead(view: BoardLead, theme: ChartTheme): Painting {
  return {
    theme,
    under: ({ pen, x, area }) => {
      const ends: [Spot, Spot] = [
        { x: x(0), y: area.top },
        { x: x(0), y: area.bottom },
      ];
      drawRule(pen, ends, { colour: theme.colour("edge"), dash: [4, 4] });
    },
    over: (scene) => {
      for (const [index, place] of view.places.entries()) drawPlace(scene, place, scene.y(index));
      const active = view.places[scene.active ?? -1];
      if (active === undefined) return;
      const at = { x: scene.x(active.effect.mean), y: scene.y(scene.active ?? 0) };
      drawRing(scene.pen, at, { radius: 9, colour: theme.colour("wire") });
    },
  };
}
