import { blank, type Canvas, fillBox, type Rgb } from "../paint/canvas.ts";
import type { Dice } from "../paint/dice.ts";
import { inventScript, writeLine } from "../paint/script.ts";
import { disc, path, polygon, stroke } from "../paint/strokes.ts";
import { type Kept, kind } from "../picture.ts";

const PALETTE: readonly [Rgb, ...Rgb[]] = [
  [66, 103, 178],
  [230, 126, 34],
  [39, 174, 96],
  [192, 57, 43],
  [142, 68, 173],
  [241, 196, 15],
];
const AXIS: Rgb = [90, 90, 90];

function axes(dice: Dice): Canvas {
  const canvas = blank({ width: dice.whole(700, 1100), height: dice.whole(450, 700) }, [255, 255, 255]);
  const { width, height } = canvas;
  for (let y = height * 0.15; y < height * 0.85; y += height * 0.14)
    fillBox(canvas, { x: 70, y, w: width - 110, h: 1 }, [225, 225, 225]);
  fillBox(canvas, { x: 70, y: height * 0.85, w: width - 110, h: 2 }, AXIS);
  writeLine(
    canvas,
    { script: inventScript(dice), line: { x: 70, y: 24, width: width * 0.5 } },
    { size: 18, colour: [40, 40, 40] },
  );
  return canvas;
}

function barChart(dice: Dice): Canvas & Kept {
  const canvas = axes(dice);
  const { width, height } = canvas;
  const count = dice.whole(4, 10);
  const step = (width - 130) / count;
  for (let index = 0; index < count; index += 1) {
    const tall = dice.real(0.1, 0.68) * height;
    const colour = PALETTE[(index % dice.whole(1, 3)) % PALETTE.length] ?? PALETTE[0];
    fillBox(canvas, { x: 80 + index * step, y: height * 0.85 - tall, w: step * 0.7, h: tall }, colour);
  }
  return { ...canvas, format: "png" };
}

function lineChart(dice: Dice): Canvas & Kept {
  const canvas = axes(dice);
  const { width, height } = canvas;
  for (let series = dice.whole(1, 4); series > 0; series -= 1) {
    let level = dice.real(0.3, 0.7);
    const points = Array.from({ length: 24 }, (_, index) => {
      level = Math.max(0.15, Math.min(0.84, level + dice.real(-0.08, 0.08)));
      return [75 + (index / 23) * (width - 120), level * height] as const;
    });
    path(canvas, points, { colour: dice.one(PALETTE), width: dice.real(2, 4) });
  }
  return { ...canvas, format: "png" };
}

/** A mark of a firm on a plain ground. */
function logo(dice: Dice): Canvas & Kept {
  const side = dice.whole(500, 1000);
  const canvas = blank(
    { width: side, height: Math.round(side * dice.real(0.5, 1)) },
    dice.one([
      [255, 255, 255],
      [24, 32, 54],
      [250, 240, 220],
    ]),
  );
  const { width, height } = canvas;
  for (let count = dice.whole(2, 4); count > 0; count -= 1) {
    const at = { x: dice.real(0.3, 0.7) * width, y: dice.real(0.3, 0.5) * height };
    if (dice.chance(0.5)) disc(canvas, { ...at, radius: dice.real(0.1, 0.2) * height }, dice.one(PALETTE));
    else
      polygon(
        canvas,
        [
          [at.x, at.y - 90],
          [at.x + 100, at.y + 70],
          [at.x - 80, at.y + 60],
        ],
        dice.one(PALETTE),
      );
  }
  writeLine(
    canvas,
    { script: inventScript(dice), line: { x: width * 0.25, y: height * 0.78, width: width * 0.5 } },
    { size: height * 0.09, colour: dice.one(PALETTE), weight: 0.2 },
  );
  return { ...canvas, format: "png" };
}

/** A drawn sign on a clear ground. */
function icon(dice: Dice): Canvas & Kept {
  const side = dice.one([64, 128, 256, 512]);
  const canvas = blank({ width: side, height: side }, [0, 0, 0], 0);
  disc(canvas, { x: side / 2, y: side / 2, radius: side * dice.real(0.35, 0.47) }, dice.one(PALETTE));
  const pen = {
    colour: dice.one<Rgb>([
      [255, 255, 255],
      [20, 20, 30],
    ]),
    width: side * 0.08,
  };
  for (let count = dice.whole(2, 4); count > 0; count -= 1) {
    stroke(
      canvas,
      [
        [dice.real(0.3, 0.7) * side, dice.real(0.3, 0.7) * side],
        [dice.real(0.3, 0.7) * side, dice.real(0.3, 0.7) * side],
      ],
      pen,
    );
  }
  return { ...canvas, format: "png" };
}

/** A figure of few, large squares, enlarged by a whole number. */
function pixelArt(dice: Dice): Canvas & Kept {
  const [cells, side] = [dice.one([16, 24, 32]), dice.whole(4, 14)];
  const canvas = blank({ width: cells * side, height: cells * side }, dice.colour(0, 255));
  const colours = Array.from({ length: dice.whole(3, 10) }, () => dice.colour(0, 255));
  for (let y = 2; y < cells - 2; y += 1) {
    for (let x = 2; x < cells / 2; x += 1) {
      const colour = colours[dice.whole(0, colours.length)];
      if (colour === undefined) continue;
      for (const column of [x, cells - 1 - x])
        fillBox(canvas, { x: column * side, y: y * side, w: side, h: side }, colour);
    }
  }
  return { ...canvas, format: "png" };
}

/** Areas of plain colour with names, as maps have them. */
function map(dice: Dice): Canvas & Kept {
  const canvas = blank({ width: dice.whole(800, 1200), height: dice.whole(600, 900) }, [170, 205, 230]);
  const { width, height } = canvas;
  for (let count = dice.whole(4, 8); count > 0; count -= 1) {
    const [x, y, size] = [dice.real(0.1, 0.9) * width, dice.real(0.1, 0.9) * height, dice.real(0.1, 0.25) * width];
    const corners = Array.from({ length: 9 }, (_, index) => {
      const reach = size * dice.real(0.6, 1);
      return [x + Math.cos(index * 0.698) * reach, y + Math.sin(index * 0.698) * reach] as const;
    });
    polygon(
      canvas,
      corners,
      dice.one([
        [235, 225, 190],
        [200, 220, 170],
        [225, 200, 170],
      ]),
    );
    path(canvas, [...corners, ...corners.slice(0, 1)], { colour: [120, 110, 90], width: 2 });
    writeLine(
      canvas,
      { script: inventScript(dice), line: { x: x - 50, y, width: 100 } },
      { size: 14, colour: [60, 60, 60] },
    );
  }
  return { ...canvas, format: "png" };
}

export const GRAPHICS = [
  kind("graphic", "bar-chart", barChart),
  kind("graphic", "line-chart", lineChart),
  kind("graphic", "logo", logo),
  kind("graphic", "icon", icon),
  kind("graphic", "pixel-art", pixelArt),
  kind("graphic", "map", map),
];
