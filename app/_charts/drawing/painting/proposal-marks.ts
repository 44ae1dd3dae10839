import { formatScore } from "../../../../core/units/stars.ts";
import type { HeldOutScatter } from "../../prepare/proposals/held-out-scatter.ts";
import type { ProposalDumbbell } from "../../prepare/proposals/proposal-dumbbell.ts";
import type { ChartTheme } from "../chart-theme.ts";
import { type Painting, type Scene, widthOf, write } from "../marks.ts";
import { drawMark, drawRing, drawRule, type Spot } from "../pen.ts";

/** C-10's marks: the diagonal, held-out dots filled, train dots hollow. */
export function paintHeldOut(view: HeldOutScatter, theme: ChartTheme): Painting {
  return {
    theme,
    under: (scene) => {
      const [from, to] = [view.x.min, view.x.max];
      const ends: [Spot, Spot] = [
        { x: scene.x(from), y: scene.y(from) },
        { x: scene.x(to), y: scene.y(to) },
      ];
      drawRule(scene.pen, ends, { colour: theme.colour("edge"), dash: [4, 4] });
    },
    over: (scene) => {
      const look = { shape: "circle" as const, colour: theme.colour("series-1"), ground: theme.colour("wall") };
      const drawn = [...view.dots.entries()].sort(([, a], [, b]) =>
        a.split === b.split ? 0 : a.split === "train" ? -1 : 1,
      );
      for (const [, dot] of drawn) {
        const at = { x: scene.x(dot.x), y: scene.y(dot.y) };
        drawMark(scene.pen, at, { ...look, fill: dot.split === "holdout" ? 0.75 : 0 });
      }
      const active = view.dots[scene.active ?? -1];
      if (active === undefined) return;
      const at = { x: scene.x(active.x), y: scene.y(active.y) };
      drawRing(scene.pen, at, { radius: 9, colour: theme.colour("wire") });
    },
  };
}

type Lane = ProposalDumbbell["lanes"][number];

function drawDiamond(scene: Scene, { x, y }: Spot, look: { colour: string; isFilled: boolean }): void {
  const { pen, theme } = scene;
  pen.save();
  pen.beginPath();
  pen.moveTo(x, y - 7);
  pen.lineTo(x + 7, y);
  pen.lineTo(x, y + 7);
  pen.lineTo(x - 7, y);
  pen.closePath();
  pen.fillStyle = look.isFilled ? look.colour : theme.colour("wall");
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = look.colour;
  pen.stroke();
  pen.restore();
}

function drawLane(scene: Scene, lane: Lane, y: number): void {
  const { theme, pen } = scene;
  const isFilled = lane.split === "holdout";
  const [live, proposal] = [scene.x(lane.live), scene.x(lane.proposal)];
  const colour = theme.colour(lane.isRegression ? "blocking" : "series-1");
  const span = (from: number, to: number): [Spot, Spot] => [
    { x: from, y },
    { x: to, y },
  ];
  if (lane.interval !== null) {
    const ends = [scene.x(lane.interval.low), scene.x(lane.interval.high)] as const;
    drawRule(pen, span(...ends), { colour: theme.colour("edge") });
    for (const x of ends) drawRule(pen, [{ x, y: y - 4 }, { x, y: y + 4 }], { colour: theme.colour("edge") }); // biome-ignore format: one rule a line
  }
  drawRule(pen, span(live, proposal), { colour, width: 2 });
  const round = { shape: "circle" as const, colour: theme.colour("ink-2"), ground: theme.colour("wall") };
  drawMark(pen, { x: live, y }, { ...round, fill: isFilled ? 1 : 0 });
  drawDiamond(scene, { x: proposal, y }, { colour, isFilled });
  drawNames(scene, lane, y);
}

/** Names and values over the marks, pushed apart where the marks nearly meet; the note below them. */
function drawNames(scene: Scene, lane: Lane, y: number): void {
  const texts = [
    { text: `live ${formatScore(lane.live)}`, at: scene.x(lane.live) },
    { text: `proposal ${formatScore(lane.proposal)}`, at: scene.x(lane.proposal) },
  ].sort((a, b) => a.at - b.at);
  const [left, right] = texts;
  if (left === undefined || right === undefined) return;
  const widths = [widthOf(scene, left.text), widthOf(scene, right.text)] as const;
  const middle = (left.at + right.at) / 2;
  const leftEnd = Math.max(scene.area.left + widths[0], Math.min(left.at + widths[0] / 2, middle - 4));
  const rightStart = Math.max(
    leftEnd + 8,
    Math.min(Math.max(right.at - widths[1] / 2, middle + 4), scene.area.right - widths[1]),
  );
  const colour = scene.theme.colour("ink-2");
  write(scene, { x: Math.min(leftEnd, rightStart - 8), y: y - 16 }, { text: left.text, colour, align: "right" });
  write(scene, { x: rightStart, y: y - 16 }, { text: right.text, colour });
  const look = { text: lane.note, colour: scene.theme.colour(lane.isRegression ? "blocking" : "ink-2"), weight: 500 };
  write(scene, { x: scene.area.left + 4, y: y + 16 }, look);
}

/** C-12's marks: live round, proposal diamond, held out filled, train hollow, the interval of the gain as a whisker. */
export function paintDumbbell(view: ProposalDumbbell, theme: ChartTheme): Painting {
  return {
    theme,
    over: (scene) => {
      for (const [index, lane] of view.lanes.entries()) drawLane(scene, lane, scene.y(index));
    },
  };
}
