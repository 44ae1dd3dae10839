import type { RatingProgress } from "../../prepare/ratings/rating-progress.ts";
import type { RatingSpread } from "../../prepare/ratings/rating-spread.ts";
import type { ChartTheme } from "../chart-theme.ts";
import { type Painting, type Scene, tint, widthOf, write } from "../marks.ts";
import { drawRule } from "../pen.ts";

const THICK = 16;
/** Scores 1 to 5: two hues for the sides, paler towards the middle; the counts stand in the parts. */
const LOOKS = [
  { token: "series-2", opacity: 0.55 },
  { token: "series-2", opacity: 0.28 },
  { token: "edge", opacity: 0.25 },
  { token: "series-1", opacity: 0.28 },
  { token: "series-1", opacity: 0.55 },
] as const;

function paintBar(scene: Scene, bar: RatingSpread["bars"][number], y: number): void {
  const { theme, pen } = scene;
  bar.parts.forEach((part, index) => {
    const look = LOOKS[index];
    if (part.count === 0 || look === undefined) return;
    const [left, right] = [scene.x(part.from), scene.x(part.to)];
    tint(
      scene,
      { x: left, y: y - THICK / 2, width: right - left, height: THICK },
      { colour: theme.colour(look.token), opacity: look.opacity },
    );
    const text = String(part.count);
    if (widthOf(scene, text) + 6 > right - left) return;
    write(scene, { x: (left + right) / 2, y }, { text, colour: theme.colour("ink"), align: "center" });
  });
  if (bar.n > 0) return;
  pen.save();
  pen.strokeStyle = theme.colour("edge");
  pen.strokeRect(scene.x(-50), y - THICK / 2, scene.x(50) - scene.x(-50), THICK);
  pen.restore();
  write(
    scene,
    { x: scene.x(0), y },
    { text: `${bar.unrated} unrated`, colour: theme.colour("ink-2"), align: "center" },
  );
}

/** C-11's marks: five parts a bar with their counts; an outline where nothing is rated. */
export function paintSpread(view: RatingSpread, theme: ChartTheme): Painting {
  return {
    theme,
    over: (scene) => {
      for (const [index, bar] of view.bars.entries()) paintBar(scene, bar, scene.y(index));
      const { top, bottom } = scene.area;
      const x = scene.x(0);
      drawRule(
        scene.pen,
        [
          { x, y: top },
          { x, y: bottom },
        ],
        { colour: theme.colour("edge") },
      );
    },
  };
}

/** C-13's marks: a bar of rated runs, the line at 20, the count as text. */
export function paintProgress(view: RatingProgress, theme: ChartTheme): Painting {
  return {
    theme,
    over: (scene) => {
      view.bars.forEach((bar, index) => {
        const y = scene.y(index);
        const right = scene.x(Math.min(bar.rated, view.x.max));
        const box = { x: scene.x(0), y: y - THICK / 2, width: right - scene.x(0), height: THICK };
        tint(scene, box, { colour: theme.colour("series-1"), opacity: 0.45 });
        write(scene, { x: right + 6, y }, { text: `${bar.rated} of ${bar.needed}`, colour: theme.colour("ink-2") });
      });
      const { top, bottom } = scene.area;
      const x = scene.x(20);
      drawRule(
        scene.pen,
        [
          { x, y: top },
          { x, y: bottom },
        ],
        { colour: theme.colour("ink"), width: 1.5 },
      );
    },
  };
}
