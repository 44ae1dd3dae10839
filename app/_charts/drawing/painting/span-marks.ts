import type { TimeSpent } from "../../prepare/time/time-spent.ts";
import type { ChartTheme } from "../chart-theme.ts";
import { type Painting, type Scene, tint, widthOf, write } from "../marks.ts";
import { drawRule } from "../pen.ts";

const THICK = 12;

function drawBudget(scene: Scene, budgetS: number): void {
  const x = scene.x(budgetS);
  const { top, bottom } = scene.area;
  drawRule(
    scene.pen,
    [
      { x, y: top },
      { x, y: bottom },
    ],
    { colour: scene.theme.colour("ink-2") },
  );
  const colour = scene.theme.colour("ink-3");
  write(scene, { x: x - 5, y: top + 8 }, { text: "longest duration", colour, align: "right" });
}

function drawSpan(scene: Scene, bar: TimeSpent["bars"][number], isActive: boolean): void {
  const { pen, theme } = scene;
  const [left, right, y] = [scene.x(bar.startS), scene.x(bar.endS), scene.y(bar.laneIndex) - THICK / 2];
  const colour = theme.colour("series-1");
  const width = Math.max(1.5, right - left);
  tint(scene, { x: left, y, width, height: THICK }, { colour, opacity: 0.3 });
  if (bar.measuredS !== null) {
    const start = scene.x(Math.max(bar.startS, bar.endS - bar.measuredS));
    tint(scene, { x: start, y, width: Math.max(1, right - start), height: THICK }, { colour, opacity: 1 });
  }
  if (!isActive) return;
  pen.save();
  pen.lineWidth = 1.5;
  pen.strokeStyle = theme.colour("ink");
  pen.strokeRect(left - 2, y - 2, width + 4, THICK + 4);
  pen.restore();
}

/** The result beside a bar that is alone on its line. */
function drawResult(scene: Scene, bar: TimeSpent["bars"][number]): void {
  const colour = scene.theme.colour("ink-3");
  const at = { x: scene.x(bar.endS) + 6, y: scene.y(bar.laneIndex) };
  const text = bar.result;
  if (at.x + widthOf(scene, text) <= scene.area.right) {
    write(scene, at, { text, colour });
    return;
  }
  const left = scene.x(bar.startS) - 6;
  if (left - widthOf(scene, text) > scene.area.left) write(scene, { ...at, x: left }, { text, colour, align: "right" });
}

/** C-05's marks: a light bar for the whole stretch, its measuring part full, the budget's line. */
export function paintSpans(view: TimeSpent, theme: ChartTheme): Painting {
  const countOf = new Map<number, number>();
  for (const bar of view.bars) countOf.set(bar.laneIndex, (countOf.get(bar.laneIndex) ?? 0) + 1);
  return {
    theme,
    over: (scene) => {
      if (view.budgetS !== null) drawBudget(scene, view.budgetS);
      view.bars.forEach((bar, index) => {
        drawSpan(scene, bar, index === scene.active);
        if (countOf.get(bar.laneIndex) === 1) drawResult(scene, bar);
      });
    },
  };
}
