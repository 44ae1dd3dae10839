import type { FinishTime, TierBar } from "../../prepare/time/finish-time.ts";
import type { ChartTheme } from "../chart-theme.ts";
import { drawDot, type Painting, type Scene, write } from "../marks.ts";
import { drawRing, drawRule } from "../pen.ts";

const THICK = 16;

function drawExpected(scene: Scene, tier: TierBar, y: number): void {
  const { pen, theme } = scene;
  const [left, right] = [scene.x(0), scene.x(tier.expectedMinutes)];
  pen.save();
  pen.fillStyle = theme.colour("wall");
  pen.strokeStyle = theme.colour("edge");
  pen.lineWidth = 1.2;
  pen.fillRect(left, y - THICK / 2, right - left, THICK);
  pen.strokeRect(left, y - THICK / 2, right - left, THICK);
  pen.restore();
}

function drawTick(scene: Scene, minutes: number, look: { y: number; colour: string; width: number }): void {
  const x = scene.x(minutes);
  const reach = THICK / 2 + 3;
  drawRule(
    scene.pen,
    [
      { x, y: look.y - reach },
      { x, y: look.y + reach },
    ],
    { colour: look.colour, width: look.width },
  );
}

function drawRuns(scene: Scene, tier: TierBar, y: number): void {
  const { theme } = scene;
  for (const run of tier.runs) {
    const at = { x: scene.x(run.minutes), y };
    drawDot(scene, at, { radius: 3, colour: theme.colour(run.isThis ? "wire" : "ink-2") });
    if (!run.isThis) continue;
    drawRing(scene.pen, at, { radius: 6.5, colour: theme.colour("wire") });
    write(scene, { x: at.x + 10, y }, { text: "this run", colour: theme.colour("ink-2") });
  }
}

/** C-08's marks: the expectation hollow, finished runs as dots, median and p90 as ticks, this run ringed. */
export function paintTiers(view: FinishTime, theme: ChartTheme): Painting {
  return {
    theme,
    over: (scene) => {
      view.tiers.forEach((tier, index) => {
        const y = scene.y(index);
        drawExpected(scene, tier, y);
        if (tier.medianMinutes !== null) {
          drawTick(scene, tier.medianMinutes, { y, colour: theme.colour("ink"), width: 2 });
        }
        if (tier.p90Minutes !== null) {
          drawTick(scene, tier.p90Minutes, { y, colour: theme.colour("ink-3"), width: 1 });
        }
        drawRuns(scene, tier, y);
      });
    },
  };
}
