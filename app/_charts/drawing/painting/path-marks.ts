import type { KeepDecision } from "../../../../core/autotune/keep-best.ts";
import type { PathPoint, SearchPath } from "../../prepare/search-path.ts";
import type { ChartTheme } from "../chart-theme.ts";
import { drawDot, type Painting, type Scene, widthOf, write } from "../marks.ts";
import { drawCross, drawRing, drawTriangle, type Spot } from "../pen.ts";

function spotOf(scene: Scene, point: PathPoint): Spot {
  return { x: scene.x(point.step), y: point.tps === null ? scene.area.bottom - 10 : scene.y(point.tps) };
}

/** The rule in the words that fit beside a mark. */
const RULE_LINES: Record<KeepDecision, string[]> = {
  first: ["first"],
  faster: ["faster"],
  "earlier-first-token": ["tie band,", "earlier token"],
  "not-better": ["not better"],
  infeasible: ["infeasible"],
};

function drawRuleName(scene: Scene, point: PathPoint, room: number): void {
  const at = spotOf(scene, point);
  const lines = RULE_LINES[point.decision];
  if (Math.max(...lines.map((line) => widthOf(scene, line))) > room - 4) return;
  const isAbove = point.tps === null || at.y + 16 + lines.length * 13 > scene.area.bottom;
  lines.forEach((text, index) => {
    const offset = isAbove ? -16 - (lines.length - 1 - index) * 13 : 17 + index * 13;
    write(scene, { x: at.x, y: at.y + offset }, { text, colour: scene.theme.colour("ink-3"), align: "center" });
  });
}

/** C-04's marks over the step line: ▲ accepted, · rejected, ✕ infeasible on the floor, each with the rule that decided. */
export function paintPath(view: SearchPath, theme: ChartTheme): Painting {
  const lastAccepted = view.points.findLast((point) => point.isAccepted);
  return {
    theme,
    over: (scene) => {
      const room = (scene.area.right - scene.area.left) / Math.max(1, view.points.length);
      for (const point of view.points) {
        const at = spotOf(scene, point);
        if (point.tps === null) drawCross(scene.pen, at, theme.colour("ink-2"));
        else if (point.isAccepted) drawTriangle(scene.pen, at, theme.colour(point === lastAccepted ? "leaf" : "ink-2"));
        else drawDot(scene, at, { radius: 3, colour: theme.colour("edge") });
        drawRuleName(scene, point, room);
      }
      const active = view.points[scene.active ?? -1];
      if (active) drawRing(scene.pen, spotOf(scene, active), { radius: 11, colour: theme.colour("wire") });
    },
  };
}
